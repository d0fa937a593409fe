// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

public sealed class StartTests
{
    [Fact]
    public void The_channel_is_closed_before_the_wait_and_the_program_runs_after_the_permission()
    {
        Recording recording = new() { StartSocket = 15 };

        Machine.Run(Plan(), recording);

        recording.Calls.Should().StartWith(
        [
            "sendmsg", "recvmsg", $"close {Machine.Channel}", "getsockopt 15", "accept4 15", "getsockopt 20", "recvmsg", "close 15", "statx",
        ]);
        recording.Calls.Should().Contain(call => call.StartsWith("execve", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_user_cannot_start_the_container()
    {
        Recording recording = new() { StartSocket = 15, Peers = { [15] = 0, [20] = 1000, [21] = 0 } };

        Machine.Run(Plan(), recording);

        recording.Calls.SkipWhile(call => call != "getsockopt 20").Should().StartWith(
            ["getsockopt 20", "close 20", "accept4 15", "getsockopt 21", "recvmsg"], because: "nothing of the stranger is even read");
    }

    [Fact]
    public void A_start_that_goes_away_leaves_the_container_waiting()
    {
        Recording recording = new() { StartSocket = 15 };
        int received = 0;
        recording.OnReceive = () => recording.BrainIsGone = ++received == 2;

        Machine.Run(Plan(), recording);

        recording.Calls.SkipWhile(call => call != "accept4 15").Should().StartWith(
            ["accept4 15", "getsockopt 20", "recvmsg", "close 20", "accept4 15", "getsockopt 21", "recvmsg", "close 15"]);
    }

    [Fact]
    public void Without_the_socket_of_the_creator_nothing_is_started()
    {
        Recording recording = new();

        Machine.Run(Plan(), recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused);

        recording.Messages[^1].Value.Should().Be((ulong)PlanFault.Register);
    }

    [Fact]
    public void A_socket_that_breaks_ends_init_without_a_word()
    {
        Recording recording = new() { StartSocket = 15, Answers = { [SyscallNumber.accept4] = -Errno.EMFILE } };

        Machine.Run(Plan(), recording).Should().Be(Interpreter<RecordingKernel>.ExitAbandoned, because: "the creator is gone and start was not there yet");
    }

    [Fact]
    public void Each_signal_of_the_step_gets_the_handler_that_ends_the_process()
    {
        Recording recording = new();
        TestPlan plan = new();
        plan.Add(StepOp.EndOnSignals, new EndOnSignalsStep { Signals = (1UL << 63) | (1UL << 14) | 1 });

        Machine.Run(plan.ToBytes(), recording);

        recording.Calls.Should().StartWith(["rt_sigaction 1 5160", "rt_sigaction 15 5160", "rt_sigaction 64 5160", "sendmsg"]);
    }

    private static byte[] Plan()
    {
        TestPlan plan = new();
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Start, FirstRegister = Register.StartSocket, MaxDescriptors = 1 });
        plan.Add(StepOp.AcceptStart, new AcceptStartStep { Register = Register.StartSocket });
        plan.Add(StepOp.FindExecutable, new FindExecutableStep { Name = plan.Text("/sh"), SearchPath = plan.Text("/bin") });
        plan.Add(StepOp.Exec, new ExecStep { Arguments = plan.Table(0, "sh"), Environment = plan.Table(1, "PATH=/bin") });
        return plan.ToBytes();
    }
}
