// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class ProcessTests
{
    [Fact]
    public void A_child_is_signalled_and_waited_for_by_its_pidfd()
    {
        using FileDescriptor program = FileDescriptor.Open("/bin/sleep", Fcntl.O_RDONLY);
        using ChildProcess child = ChildProcess.Open(Spawn.Start(program, ["sleep", "100"], []));

        child.TryWait(out _).Should().BeFalse();
        child.WaitForEnd(1).Should().BeFalse();
        child.TrySignal(Signal.SIGTERM).Should().BeTrue();
        child.WaitForEnd(-1).Should().BeTrue();
        child.Wait().Should().Be(new ExitStatus(0, Signal.SIGTERM));
        child.TrySignal(0).Should().BeFalse();
    }

    [Fact]
    public void Waiting_for_a_stranger_is_an_error()
    {
        Action wait = () => ChildProcess.Wait(1);

        wait.Should().Throw<SyscallException>().WithMessage("waitid(P_PID, 1): ECHILD: no child processes");
    }

    [Fact]
    public void Poll_says_which_descriptor_is_ready()
    {
        (ChannelSocket a, ChannelSocket b) = ChannelSocket.CreatePair();
        using (a)
        using (b)
        {
            a.Send("x"u8);
            bool[] ready = new bool[2];

            Polling.Wait([a.Descriptor.Value, b.Descriptor.Value], ready).Should().Be(1);

            ready.Should().Equal(false, true);
        }
    }

    [Fact]
    public void A_blocked_signal_is_read_from_the_descriptor()
    {
        // A signal of its own thread: tgkill is not offered, so the mask alone is looked at.
        SignalSet before = SignalMask.Block(SignalSet.Of(Signal.SIGUSR2));
        try
        {
            SignalMask.Block(SignalSet.Of(Signal.SIGUSR1)).Contains(Signal.SIGUSR2).Should().BeTrue();
            using SignalFd signals = SignalFd.Create(SignalSet.Of(Signal.SIGUSR2));
            signals.TryRead(out _).Should().BeFalse();
        }
        finally
        {
            SignalMask.Set(before);
        }
    }

    [Fact]
    public void The_kernel_has_a_release()
    {
        KernelName.Release().Should().Be(System.IO.File.ReadAllText("/proc/sys/kernel/osrelease").Trim());
    }
}
