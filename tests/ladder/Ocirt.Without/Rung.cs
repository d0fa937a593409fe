// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;

namespace Ocirt.Without;

/// <summary>
/// The rungs of the ladder, as filters: <c>enosys</c> and <c>eperm</c> refuse all newer calls that something stands in
/// for; <c>5.10</c> is the oldest kernel; <c>pidfd</c> takes away what nothing stands in for; on <c>raced</c> every walk of
/// openat2 was raced.
/// </summary>
internal static unsafe class Rung
{
    private const ulong LoadWord = 0x20;
    private const ulong JumpIfEqual = 0x15;
    private const ulong JumpIfSet = 0x45;
    private const ulong Return = 0x06;
    private const ulong Errors = Seccomp.SECCOMP_RET_ERRNO;

    private const int NewerCalls = 10;
    private const int FirstOfProcesses = NewerCalls;

    /// <summary>The calls that are taken away, by number: first those that something stands in for.</summary>
    private static SyscallNumber Call(int index) => index switch
    {
        0 => SyscallNumber.openat2,
        1 => SyscallNumber.open_tree,
        2 => SyscallNumber.move_mount,
        3 => SyscallNumber.fsopen,
        4 => SyscallNumber.fsconfig,
        5 => SyscallNumber.fsmount,
        6 => SyscallNumber.mount_setattr,
        7 => SyscallNumber.close_range,
        8 => SyscallNumber.faccessat2,

        // The last of them: the C library takes no other answer than ENOSYS for it.
        9 => SyscallNumber.clone3,
        FirstOfProcesses => SyscallNumber.pidfd_open,
        _ => SyscallNumber.pidfd_send_signal,
    };

    /// <summary>Writes the filter of a rung; gives its length in instructions, 0 when there is no such rung.</summary>
    internal static int Write(byte* name, ulong* filter)
    {
        if (Same(name, "enosys"u8))
        {
            return Refuse(filter, 0, NewerCalls, Errno.ENOSYS);
        }

        if (Same(name, "eperm"u8))
        {
            return Refuse(filter, 0, NewerCalls - 1, Errno.EPERM);
        }

        return Same(name, "raced"u8) ? Refuse(filter, 0, 1, Errno.EAGAIN)
            : Same(name, "pidfd"u8) ? Refuse(filter, FirstOfProcesses, 2, Errno.EPERM)
            : Same(name, "5.10"u8) ? Oldest(filter)
            : 0;
    }

    private static int Refuse(ulong* filter, int first, int count, int errno)
    {
        int at = 0;
        filter[at++] = LoadWord;
        for (int i = 0; i < count; i++)
        {
            filter[at++] = Jump(JumpIfEqual, (uint)Call(first + i), count - i, 0);
        }

        filter[at++] = Return | ((ulong)Seccomp.SECCOMP_RET_ALLOW << 32);
        filter[at++] = Return | ((Errors | (uint)errno) << 32);
        return at;
    }

    /// <summary>Without mount_setattr, and without the flags of close_range and memfd_create that came later.</summary>
    private static int Oldest(ulong* filter)
    {
        const ulong SecondArgument = 24;
        const ulong ThirdArgument = 32;
        filter[0] = LoadWord;
        filter[1] = Jump(JumpIfEqual, (uint)SyscallNumber.mount_setattr, 8, 0);
        filter[2] = Jump(JumpIfEqual, (uint)SyscallNumber.close_range, 2, 0);
        filter[3] = Jump(JumpIfEqual, (uint)SyscallNumber.memfd_create, 3, 0);
        filter[4] = Return | ((ulong)Seccomp.SECCOMP_RET_ALLOW << 32);
        filter[5] = LoadWord | (ThirdArgument << 32);
        filter[6] = Jump(JumpIfSet, CloseRange.CLOSE_RANGE_CLOEXEC, 2, 4);
        filter[7] = LoadWord | (SecondArgument << 32);
        filter[8] = Jump(JumpIfSet, Memfd.MFD_EXEC | Memfd.MFD_NOEXEC_SEAL, 0, 2);
        filter[9] = Return | ((Errors | Errno.EINVAL) << 32);
        filter[10] = Return | ((Errors | Errno.ENOSYS) << 32);
        filter[11] = Return | ((ulong)Seccomp.SECCOMP_RET_ALLOW << 32);
        return 12;
    }

    private static ulong Jump(ulong code, uint value, int whenTrue, int whenFalse) =>
        code | ((ulong)whenTrue << 16) | ((ulong)whenFalse << 24) | ((ulong)value << 32);

    private static bool Same(byte* text, ReadOnlySpan<byte> literal)
    {
        for (int i = 0; i < literal.Length; i++)
        {
            if (text[i] != literal[i])
            {
                return false;
            }
        }

        return text[literal.Length] == 0;
    }
}
