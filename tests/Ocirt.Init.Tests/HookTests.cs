// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

public sealed class HookTests
{
    // Descriptors of the recording kernel: the root is 20 and 21, what is handed over begins at 30.
    private const int Printed = 20;
    private const int Failed = 22;

    [Fact]
    public void A_hook_is_waited_for_and_then_the_plan_goes_on()
    {
        Recording recording = new();

        Run(recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused, because: "only the exec is missing");

        recording.Calls.Where(call => call is not ("sendmsg" or "recvmsg" or "clock_gettime"))
            .Should().Equal("lseek 30", "pipe2", "pipe2", "clone 4113", "close 21", "close 23", "ppoll", "read 20", "wait4 55", "read 22", "close 20", "close 22", "close 24");
    }

    [Theory]
    [InlineData(0x300, FailurePoint.HookExit, 3)]
    [InlineData(9, FailurePoint.HookSignal, 9)]
    [InlineData(0x8b, FailurePoint.HookSignal, 11)]
    public void How_a_hook_ended_is_reported_with_its_place_and_the_end_of_its_output(int status, FailurePoint point, ulong number)
    {
        Recording recording = new() { HookStatus = status };
        string text = new string('a', 150) + new string('b', 150);
        recording.Pipes[Printed] = new Queue<byte[]>([Encoding.ASCII.GetBytes(text[..150]), Encoding.ASCII.GetBytes(text[150..])]);

        Run(recording).Should().Be(Interpreter<RecordingKernel>.ExitFailed);

        InitMessage message = recording.Messages[^1];
        message.Point.Should().Be(point);
        message.Value.Should().Be((7 << 16) | number);
        Detail(message).Should().Be(text[^InitMessage.DetailCapacity..]);
    }

    [Fact]
    public void A_hook_that_takes_too_long_is_killed_with_its_group()
    {
        Recording recording = new() { HookHangs = true };

        Run(recording).Should().Be(Interpreter<RecordingKernel>.ExitFailed);

        recording.Messages[^1].Point.Should().Be(FailurePoint.HookTimeout);
        (recording.Messages[^1].Value >> 32).Should().Be(2000);
        recording.Calls.Should().ContainInOrder("kill -55 9", "kill 55 9", "wait4 55");
    }

    [Fact]
    public void A_hook_that_cannot_be_executed_is_reported_with_the_reason()
    {
        Recording recording = new() { HookStatus = 127 << 8 };
        recording.Pipes[Failed] = new Queue<byte[]>([BitConverter.GetBytes(Errno.ENOENT)]);

        Run(recording).Should().Be(Interpreter<RecordingKernel>.ExitFailed);

        recording.Messages[^1].Point.Should().Be(FailurePoint.HookExecute);
        recording.Messages[^1].Error.Should().Be(Errno.ENOENT);
    }

    [Fact]
    public void The_child_has_a_group_of_its_own_the_state_and_nothing_else()
    {
        Recording recording = new() { HookPid = 0 };

        Action run = () => Run(recording);

        run.Should().Throw<ProcessEnded>();
        recording.Calls.Should().ContainInOrder("setpgid 0", "dup3 30 0", "dup3 21 1", "dup3 21 2", "chdir '/bundle'", "close_range 3", "execve '/bin/hook'", "write 23", "exit_group 127");
    }

    [Fact]
    public void Every_call_that_fails_ends_the_plan()
    {
        Recording good = new();
        Run(good);
        for (int i = 0; i < good.Calls.Count; i++)
        {
            string call = good.Calls[i].Split(' ')[0];
            if (call is "lseek" or "pipe2" or "clone" or "wait4")
            {
                Recording recording = new() { FailAt = i };
                Run(recording).Should().Be(Interpreter<RecordingKernel>.ExitFailed, because: good.Calls[i]);
                recording.Messages[^1].Error.Should().Be(Errno.EIO);
            }
        }
    }

    private static int Run(Recording recording)
    {
        TestPlan plan = new();
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.CreateContainerState, FirstRegister = Register.FirstOfHooks, MaxDescriptors = Register.MaxOfHooks });
        plan.Add(StepOp.RunHook, new RunHookStep
        {
            Path = plan.Text("/bin/hook"),
            Arguments = plan.Table(0, "hook", "x"),
            Environment = plan.Table(0, "A=1"),
            Directory = plan.Text("/bundle"),
            Timeout = 2,
            StateRegister = Register.FirstOfHooks,
            OutputRegister = Register.None,
            ErrorRegister = Register.None,
            Index = 7,
        });
        recording.HandedOver = [30];
        return Machine.Run(plan.ToBytes(), recording);
    }

    private static unsafe string Detail(InitMessage message) => Encoding.UTF8.GetString(message.Detail, (int)message.DetailLength);
}
