// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Runtime.SyscallFilter;
using Xunit;

namespace Ocirt.Runtime.Tests.SyscallFilter;

public sealed class FilterVerdictTests
{
    private const uint Refuse = Seccomp.SECCOMP_RET_ERRNO | Errno.EPERM;

    [Fact]
    public void The_number_and_the_architecture_decide()
    {
        byte[] filter = Program(
            (0x20, 0, 0, 4),
            (0x15, 1, 0, FilterVerdict.NativeArchitecture),
            (0x06, 0, 0, Seccomp.SECCOMP_RET_KILL_PROCESS),
            (0x20, 0, 0, 0),
            (0x15, 0, 1, (uint)SyscallNumber.execve),
            (0x06, 0, 0, Refuse),
            (0x06, 0, 0, Seccomp.SECCOMP_RET_ALLOW));

        FilterVerdict.Of(filter, SyscallNumber.execve).Should().Be(Refuse);
        FilterVerdict.Of(filter, SyscallNumber.read).Should().Be(Seccomp.SECCOMP_RET_ALLOW);
    }

    [Theory]
    [InlineData(Seccomp.SECCOMP_RET_ALLOW, Refuse, Seccomp.SECCOMP_RET_ALLOW)]
    [InlineData(Refuse, Seccomp.SECCOMP_RET_ALLOW, Seccomp.SECCOMP_RET_ALLOW)]
    [InlineData(Seccomp.SECCOMP_RET_KILL_PROCESS, Refuse, Refuse)]
    [InlineData(Seccomp.SECCOMP_RET_USER_NOTIF, Seccomp.SECCOMP_RET_KILL_THREAD, Seccomp.SECCOMP_RET_USER_NOTIF)]
    public void An_argument_can_be_anything_so_the_milder_way_counts(uint whenTrue, uint whenFalse, uint verdict)
    {
        byte[] filter = Program(
            (0x20, 0, 0, 16),
            (0x54, 0, 0, 0xff),
            (0x45, 0, 1, 8),
            (0x06, 0, 0, whenTrue),
            (0x06, 0, 0, whenFalse));

        FilterVerdict.Of(filter, SyscallNumber.prctl).Should().Be(verdict);
    }

    [Fact]
    public void Many_comparisons_of_arguments_take_no_more_time_than_there_are_instructions()
    {
        byte[] filter = Program([.. Enumerable.Range(0, 1000).SelectMany(_ => ((ushort, byte, byte, uint)[])[(0x20, 0, 0, 16), (0x15, 0, 0, 7)]), (0x06, 0, 0, Refuse)]);

        FilterVerdict.Of(filter, SyscallNumber.prctl).Should().Be(Refuse);
    }

    [Fact]
    public void What_is_not_understood_is_left_to_the_kernel()
    {
        FilterVerdict.Of([], SyscallNumber.read).Should().Be(Seccomp.SECCOMP_RET_ALLOW);
        FilterVerdict.Of(Program((0x05, 0, 0, 4000)), SyscallNumber.read).Should().Be(Seccomp.SECCOMP_RET_ALLOW);
        FilterVerdict.Of(Program((0x20, 0, 0, 0), (0x1d, 0, 0, 0)), SyscallNumber.read).Should().Be(Seccomp.SECCOMP_RET_ALLOW);
    }

    private static byte[] Program(params (ushort Code, byte WhenTrue, byte WhenFalse, uint Operand)[] instructions) =>
        [.. instructions.SelectMany(item => BitConverter.GetBytes(item.Code | ((ulong)item.WhenTrue << 16) | ((ulong)item.WhenFalse << 24) | ((ulong)item.Operand << 32)))];
}
