// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Makes, lists, renames and removes names in directories. Every call takes the directory as a descriptor
/// (<see cref="FileDescriptor.CurrentDirectory"/> for plain paths); the answers that callers act on are results.
/// </summary>
public static unsafe class Directories
{
    /// <summary>Makes a directory; mkdirat(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Its mode, less the umask.</param>
    /// <returns>False when something of that name exists.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public static bool MakeDirectoryAt(FileDescriptor directory, string path, uint mode)
    {
        if (Libc.mkdirat(directory.Value, path, mode) == 0)
        {
            return true;
        }

        return Failure.LastErrno == Errno.EEXIST ? false : throw Failure.At("mkdirat", directory.Value, path);
    }

    /// <summary>Makes a directory; a failure is an answer.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Its mode, less the umask.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryMakeDirectory(FileDescriptor directory, string path, uint mode) =>
        Libc.mkdirat(directory.Value, path, mode) == 0 ? 0 : Failure.LastErrno;

    /// <summary>Looks at what has a name, which is not followed when it is a link; statx(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <param name="result">What the kernel says of it.</param>
    /// <returns>0 when there is, or the error number (ENOENT ...).</returns>
    public static int TryStat(FileDescriptor directory, string path, out StatResult result)
    {
        Statx raw;

        // SAFETY: the kernel fills the struct, which lives on this stack frame.
        int errno = Libc.statx(directory.Value, path, Fcntl.AT_SYMLINK_NOFOLLOW, Stat.STATX_BASIC_STATS, &raw) == 0 ? 0 : Failure.LastErrno;
        result = errno == 0 ? new StatResult(raw) : default;
        return errno;
    }

    /// <summary>Gives a name to another user; links are not followed. A failure is an answer. fchownat(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <param name="owner">The new owner; the group stays.</param>
    /// <returns>0, or the error number (ENOENT, EPERM ...).</returns>
    public static int TryChangeOwner(FileDescriptor directory, string path, uint owner) =>
        Libc.fchownat(directory.Value, path, owner, uint.MaxValue, Fcntl.AT_SYMLINK_NOFOLLOW) == 0 ? 0 : Failure.LastErrno;

    /// <summary>Removes an empty directory; a failure is an answer. unlinkat(2) with AT_REMOVEDIR.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <returns>0, or the error number (EBUSY, ENOENT, ENOTEMPTY ...).</returns>
    public static int TryRemoveDirectory(FileDescriptor directory, string path) =>
        Libc.unlinkat(directory.Value, path, Fcntl.AT_REMOVEDIR) == 0 ? 0 : Failure.LastErrno;

    /// <summary>Removes an empty directory.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public static bool RemoveDirectory(FileDescriptor directory, string path) => Remove(directory, path, Fcntl.AT_REMOVEDIR);

    /// <summary>Removes a name that is not a directory; unlinkat(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public static bool Unlink(FileDescriptor directory, string path) => Remove(directory, path, 0);

    /// <summary>Removes a name that is not a directory; a failure is an answer. unlinkat(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">Its path.</param>
    /// <returns>0, or the error number (EISDIR, ENOENT, EROFS ...).</returns>
    public static int TryUnlink(FileDescriptor directory, string path) =>
        Libc.unlinkat(directory.Value, path, 0) == 0 ? 0 : Failure.LastErrno;

    /// <summary>Renames; what has the new name is replaced. renameat(2).</summary>
    /// <param name="oldDirectory">Where it is.</param>
    /// <param name="oldPath">Its path.</param>
    /// <param name="newDirectory">Where it goes.</param>
    /// <param name="newPath">Its new path.</param>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void Rename(FileDescriptor oldDirectory, string oldPath, FileDescriptor newDirectory, string newPath)
    {
        if (Libc.renameat(oldDirectory.Value, oldPath, newDirectory.Value, newPath) < 0)
        {
            int errno = Failure.LastErrno;
            throw new SyscallException($"renameat({oldDirectory}, \"{oldPath}\", {newDirectory}, \"{newPath}\")", errno);
        }
    }

    /// <summary>Reads the target of a symbolic link; readlinkat(2).</summary>
    /// <param name="directory">Where.</param>
    /// <param name="path">The path of the link.</param>
    /// <param name="target">The target, at most 4096 bytes.</param>
    /// <returns>False when it is missing, or no link.</returns>
    /// <exception cref="SyscallException">The call failed otherwise.</exception>
    public static bool TryReadLink(FileDescriptor directory, string path, out string target)
    {
        byte* buffer = stackalloc byte[4096];
        nint length = Libc.readlinkat(directory.Value, path, buffer, 4096);
        if (length < 0)
        {
            target = "";
            return Failure.LastErrno is Errno.ENOENT or Errno.EINVAL
                ? false
                : throw Failure.At("readlinkat", directory.Value, path);
        }

        target = Encoding.UTF8.GetString(buffer, (int)length);
        return true;
    }

    /// <summary>Lists a directory, without '.' and '..', in the file system's order; getdents64(2).</summary>
    /// <param name="directory">A directory opened for reading (not O_PATH); it is read from where it stands.</param>
    /// <returns>The names; none when it was removed meanwhile.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static List<DirectoryEntry> ListDirectory(FileDescriptor directory)
    {
        List<DirectoryEntry> entries = [];
        const int Capacity = 8192;
        byte* buffer = stackalloc byte[Capacity];
        while (true)
        {
            nint length = Libc.getdents64(directory.Value, buffer, Capacity);
            if (length < 0 && Failure.LastErrno != Errno.ENOENT)
            {
                throw Failure.On("getdents64", directory.Value);
            }

            // KERNEL: a directory that was removed after it was opened is ENOENT.
            if (length <= 0)
            {
                return entries;
            }

            // SAFETY: struct linux_dirent64: inode 8, offset 8, record length 2, type 1, then the name with its NUL.
            for (byte* record = buffer; record < buffer + length; record += *(ushort*)(record + 16))
            {
                ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(record + 19);
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                {
                    entries.Add(new DirectoryEntry(Encoding.UTF8.GetString(name), (DirectoryEntryKind)record[18]));
                }
            }
        }
    }

    private static bool Remove(FileDescriptor directory, string path, int flags)
    {
        if (Libc.unlinkat(directory.Value, path, flags) == 0)
        {
            return true;
        }

        return Failure.LastErrno == Errno.ENOENT ? false : throw Failure.At("unlinkat", directory.Value, path);
    }
}
