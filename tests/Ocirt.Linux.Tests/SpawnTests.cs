// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class SpawnTests
{
    private const string Shell = "/bin/sh";

    [Fact]
    public void The_exit_code_comes_back()
    {
        Run("exit 7").Should().Be(new ExitStatus(7, 0));
    }

    [Fact]
    public void The_signal_that_ended_it_comes_back()
    {
        ExitStatus status = Run("kill -KILL $$");

        status.Should().Be(new ExitStatus(0, Signal.SIGKILL));
        status.ShellCode.Should().Be(137);
    }

    [Fact]
    public void The_child_holds_its_targets_and_the_standard_ones_only()
    {
        using FileDescriptor log = Temporary();

        Run("ls /proc/$$/fd >&5", (log.Value, 5)).Code.Should().Be(0);

        // The shell duplicates 1 to 10 or more while it redirects; what is not there is a leak.
        Text(log).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(n => int.Parse(n) < 10)
            .Should().Equal("0", "1", "2", "5");
    }

    [Fact]
    public void Sources_and_targets_may_be_swapped()
    {
        using FileDescriptor a = Temporary();
        using FileDescriptor b = Temporary();

        Run($"echo to-a >/proc/self/fd/{b.Value}; echo to-b >/proc/self/fd/{a.Value}", (a.Value, b.Value), (b.Value, a.Value)).Code.Should().Be(0);

        Text(a).Should().Be("to-a\n");
        Text(b).Should().Be("to-b\n");
    }

    [Fact]
    public void The_programs_own_number_may_be_a_target()
    {
        using FileDescriptor program = FileDescriptor.Open(Shell, Fcntl.O_RDONLY);
        using FileDescriptor log = Temporary();

        int pid = Spawn.Start(program, ["sh", "-c", $"echo here >/proc/self/fd/{program.Value}"], [(log.Value, program.Value)]);

        ChildProcess.Wait(pid).Code.Should().Be(0);
        Text(log).Should().Be("here\n");
    }

    [Fact]
    public void The_environment_is_empty_and_signals_are_reset()
    {
        using FileDescriptor log = Temporary();
        SignalSet before = SignalMask.Block(SignalSet.Of(Signal.SIGUSR1, Signal.SIGTERM));
        try
        {
            // cat's own status, because the shell changes its signals.
            Run("exec cat /proc/self/environ /proc/self/status >&5", (log.Value, 5)).Code.Should().Be(0);
        }
        finally
        {
            SignalMask.Set(before);
        }

        string text = Text(log);
        text.Should().Contain("SigBlk:\t0000000000000000").And.Contain("SigCgt:\t0000000000000000");
        ulong ignored = Convert.ToUInt64(text.Split("SigIgn:\t")[1][..16], 16);
        (ignored & ~(1UL << 31 | 1UL << 32)).Should().Be(0, because: "posix_spawn leaves only 32 and 33 ignored");
        text.Should().NotContain("HOME=");
    }

    [Fact]
    public void A_file_that_is_no_program_is_an_error_with_its_reason()
    {
        using FileDescriptor program = FileDescriptor.Open("/etc/passwd", Fcntl.O_RDONLY);

        Action start = () => Spawn.Start(program, ["x"], []);

        start.Should().Throw<SyscallException>()
            .WithMessage($"posix_spawn(\"/proc/self/fd/{program.Value}\"): EACCES: permission denied");
    }

    [Fact]
    public void A_program_in_sealed_memory_runs_and_cannot_be_changed()
    {
        using FileDescriptor program = SealedMemfd.Create("true", File.ReadAllBytes("/bin/true"), executable: true);

        ChildProcess.Wait(Spawn.Start(program, ["true"], [])).Should().Be(new ExitStatus(0, 0));
        program.TryWrite("x"u8, out _, out int errno).Should().BeFalse();
        errno.Should().Be(Errno.EPERM);
    }

    [Fact]
    public void Sealed_data_cannot_be_executed()
    {
        using FileDescriptor data = SealedMemfd.Create("data", "hello"u8, executable: false);

        (data.Stat().Mode & 0x49).Should().Be(0);
    }

    private static ExitStatus Run(string script, params (int Source, int Target)[] descriptors)
    {
        using FileDescriptor program = FileDescriptor.Open(Shell, Fcntl.O_RDONLY);
        return ChildProcess.Wait(Spawn.Start(program, ["sh", "-c", "PATH=/usr/bin:/bin; " + script], descriptors));
    }

    private static FileDescriptor Temporary()
    {
        string path = Path.GetTempFileName();
        FileDescriptor file = FileDescriptor.Open(path, Fcntl.O_RDWR | Fcntl.O_APPEND);
        File.Delete(path);
        return file;
    }

    private static string Text(FileDescriptor file) => File.ReadAllText($"/proc/self/fd/{file.Value}", Encoding.UTF8);
}
