// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Init.Kernel;

namespace Ocirt.Probe;

/// <summary>
/// The system calls of the probe. Answers are the kernel's: negative ones are a negated errno.
/// A path given as a span is a UTF-8 literal: the compiler puts a NUL behind each.
/// </summary>
internal static unsafe class Call
{
    /// <summary>The longest path and link target that is read, in bytes.</summary>
    internal const int PathCapacity = 4096;

    /// <summary>A system call with up to four arguments.</summary>
    internal static nint Invoke(SyscallNumber number, nint a = 0, nint b = 0, nint c = 0, nint d = 0) =>
        RawSyscall.Invoke((nint)number, a, b, c, d, 0, 0);

    /// <summary>openat(2) with O_CLOEXEC; new files get mode 0600.</summary>
    internal static int Open(byte* path, int flags) =>
        (int)Invoke(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, flags | Fcntl.O_CLOEXEC, 0x180);

    /// <summary>openat(2) of a literal path.</summary>
    internal static int Open(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* bytes = path)
        {
            return Open(bytes, flags);
        }
    }

    /// <summary>close(2).</summary>
    internal static void Close(int descriptor) => Invoke(SyscallNumber.close, descriptor);

    /// <summary>read(2).</summary>
    internal static nint Read(int descriptor, byte* buffer, int capacity) =>
        Invoke(SyscallNumber.read, descriptor, (nint)buffer, capacity);

    /// <summary>readlinkat(2).</summary>
    internal static int ReadLink(int directory, byte* path, byte* buffer) =>
        (int)Invoke(SyscallNumber.readlinkat, directory, (nint)path, (nint)buffer, PathCapacity);

    /// <summary>statx(2) of a path; links are followed.</summary>
    internal static int Stat(byte* path, Statx* about) =>
        (int)RawSyscall.Invoke(
            (nint)SyscallNumber.statx, Fcntl.AT_FDCWD, (nint)path, 0, (nint)Abi.Linux.Stat.STATX_BASIC_STATS, (nint)about, 0);

    /// <summary>Tries to open a path and closes it again: 0 or the errno.</summary>
    internal static int TryOpen(byte* path, int flags)
    {
        // O_NONBLOCK: a fifo or a terminal without a peer must not hold the probe up.
        int descriptor = Open(path, flags | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY);
        if (descriptor < 0)
        {
            return -descriptor;
        }

        Close(descriptor);
        return 0;
    }

    /// <summary>Maps zeroed private memory of its own, or answers null and the errno.</summary>
    internal static byte* Map(nint bytes, int* errno)
    {
        // PROT_READ and PROT_WRITE are 3, MAP_PRIVATE and MAP_ANONYMOUS 0x22.
        nint mapped = RawSyscall.Invoke((nint)SyscallNumber.mmap, 0, bytes, 3, 0x22, -1, 0);
        bool failed = mapped < 0 && mapped >= -4095;
        *errno = failed ? (int)-mapped : 0;
        return failed ? null : (byte*)mapped;
    }

    /// <summary>Whether a text that ends in NUL equals a literal.</summary>
    internal static bool Same(byte* text, ReadOnlySpan<byte> literal)
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
