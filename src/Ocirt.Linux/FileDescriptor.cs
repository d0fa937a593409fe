// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// An open file descriptor. Everything opened through this type is closed by exec(2); only <see cref="Spawn"/> hands
/// descriptors on. There is no finalizer: whoever opens one disposes it.
/// </summary>
public sealed partial class FileDescriptor : IDisposable
{
    private readonly bool _owned;

    private FileDescriptor(int value, bool owned)
    {
        Value = value;
        _owned = owned;
    }

    /// <summary>The number; -1 once disposed.</summary>
    public int Value { get; private set; }

    /// <summary>Standard input; disposing it does nothing.</summary>
    public static FileDescriptor ForStandardInput => new(0, owned: false);

    /// <summary>Standard output; disposing it does nothing.</summary>
    public static FileDescriptor ForStandardOutput => new(1, owned: false);

    /// <summary>Standard error; disposing it does nothing.</summary>
    public static FileDescriptor ForStandardError => new(2, owned: false);

    /// <summary>The current directory, for the fd-relative forms; disposing it does nothing.</summary>
    public static FileDescriptor CurrentDirectory => new(Fcntl.AT_FDCWD, owned: false);

    /// <summary>Takes charge of a descriptor that was received or inherited.</summary>
    /// <param name="value">An open descriptor, which is closed with this object.</param>
    /// <returns>The descriptor.</returns>
    public static FileDescriptor Own(int value) => new(value, owned: true);

    /// <summary>Wraps a descriptor that someone else closes.</summary>
    /// <param name="value">An open descriptor.</param>
    /// <returns>The descriptor; disposing it does nothing.</returns>
    public static FileDescriptor Borrow(int value) => new(value, owned: false);

    /// <summary>Whether a number is an open descriptor; fcntl(2) with F_GETFD.</summary>
    /// <param name="value">The number.</param>
    /// <returns>True when it is open.</returns>
    public static bool IsOpen(int value) => Libc.fcntl(value, Fcntl.F_GETFD, 0) >= 0;

    /// <summary>
    /// Whether a number is a descriptor that this process was started with for others: those are open across exec(2), while
    /// everything that this program opens is not.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <returns>True when it is open and not marked to be closed.</returns>
    public static bool IsInherited(int value) => Libc.fcntl(value, Fcntl.F_GETFD, 0) is int flags && flags >= 0 && (flags & Fcntl.FD_CLOEXEC) == 0;

    /// <summary>Sets the permission bits; fchmod(2).</summary>
    /// <param name="mode">The twelve lower bits.</param>
    /// <exception cref="SyscallException">The call failed.</exception>
    public void ChangeMode(uint mode)
    {
        if (Libc.fchmod(Value, mode) < 0)
        {
            throw Failure.On("fchmod", Value);
        }
    }

    /// <summary>Makes reads and writes of the open file answer EAGAIN instead of waiting.</summary>
    /// <exception cref="SyscallException">The call failed.</exception>
    public void StopBlocking()
    {
        int flags = Libc.fcntl(Value, Fcntl.F_GETFL, 0);
        if (flags < 0 || Libc.fcntl(Value, Fcntl.F_SETFL, flags | Fcntl.O_NONBLOCK) < 0)
        {
            throw Failure.On("fcntl(F_SETFL)", Value);
        }
    }

    /// <summary>
    /// Opens /dev/null on each of 0, 1 and 2 that is closed, so that nothing else lands there. Call it before anything
    /// else is opened. These descriptors stay open across exec(2), as standard ones do.
    /// </summary>
    /// <exception cref="SyscallException">/dev/null cannot be opened.</exception>
    public static void FillStandard()
    {
        for (int number = 0; number <= 2; number++)
        {
            // The lowest free number is taken, which is the closed one because those below are open by now.
            if (!IsOpen(number) && Libc.openat(Fcntl.AT_FDCWD, "/dev/null", Fcntl.O_RDWR, 0) < 0)
            {
                throw Failure.At("open", Fcntl.AT_FDCWD, "/dev/null");
            }
        }
    }

    /// <summary>Makes a second descriptor of the same open file.</summary>
    /// <param name="lowest">The new number is at least this.</param>
    /// <returns>The second descriptor, closed by exec(2).</returns>
    /// <exception cref="SyscallException">No number is free (EMFILE, or EINVAL above the limit).</exception>
    public FileDescriptor Duplicate(int lowest = 3)
    {
        int copy = Libc.fcntl(Value, Fcntl.F_DUPFD_CLOEXEC, lowest);
        return copy >= 0 ? Own(copy) : throw Failure.On("fcntl(F_DUPFD_CLOEXEC)", Value);
    }

    /// <summary>Gives the number away: it is no longer closed with this object, which acts as disposed.</summary>
    /// <returns>The number.</returns>
    public int Release()
    {
        int value = Value;
        Value = -1;
        return value;
    }

    /// <summary>Reads type, mode, inode and owner; statx(2).</summary>
    /// <returns>What the kernel says.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public unsafe StatResult Stat()
    {
        Statx raw;
        // SAFETY: the kernel fills the struct, which lives on this stack frame.
        if (Libc.statx(Value, "", Fcntl.AT_EMPTY_PATH, Abi.Linux.Stat.STATX_BASIC_STATS, &raw) < 0)
        {
            throw Failure.On("statx", Value);
        }

        return new StatResult(raw);
    }

    /// <summary>Reads the type of the file system; fstatfs(2).</summary>
    /// <returns>A magic number of <c>linux/magic.h</c>.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public unsafe uint FileSystemMagic()
    {
        // SAFETY: struct statfs has 120 bytes on 64-bit architectures, and f_type comes first.
        long* raw = stackalloc long[16];
        return Libc.fstatfs(Value, raw) == 0 ? (uint)raw[0] : throw Failure.On("fstatfs", Value);
    }

    /// <summary>Takes the lock of the open file; flock(2). It is held until the last duplicate is closed.</summary>
    /// <param name="operation">LOCK_SH or LOCK_EX, with LOCK_NB when the caller does not want to wait.</param>
    /// <returns>False when LOCK_NB was given and someone else holds it.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public bool TryLock(int operation)
    {
        while (Libc.flock(Value, operation) < 0)
        {
            int errno = Failure.LastErrno;
            if (errno == Errno.EAGAIN)
            {
                return false;
            }

            if (errno != Errno.EINTR)
            {
                throw Failure.On("flock", Value);
            }
        }

        return true;
    }

    /// <summary>Closes the descriptor when this object owns it.</summary>
    public void Dispose()
    {
        if (_owned && Value >= 0)
        {
            // The number is free after close(2) whatever it answers, EINTR too, so the answer says nothing to act on.
            _ = Libc.close(Value);
        }

        Value = -1;
    }

    /// <summary>Shows the number with what it is open on: <c>[5]&lt;/run/x&gt;</c>.</summary>
    /// <returns>Text for messages.</returns>
    public override string ToString() => Failure.Describe(Value);
}
