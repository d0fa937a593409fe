// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Files in memory that nobody can change any more; see memfd_create(2).</summary>
public static class SealedMemfd
{
    private const int ContentSeals = Fcntl.F_SEAL_SEAL | Fcntl.F_SEAL_SHRINK | Fcntl.F_SEAL_GROW | Fcntl.F_SEAL_WRITE;

    /// <summary>Makes a file in memory and seals it.</summary>
    /// <param name="name">Its name in /proc, for people; at most 249 bytes.</param>
    /// <param name="content">Its content.</param>
    /// <param name="executable">Whether it is going to be executed.</param>
    /// <returns>The file, at its start, with every seal that fits.</returns>
    /// <exception cref="SyscallException">No memory, or the host forbids executing from memory.</exception>
    public static FileDescriptor Create(string name, ReadOnlySpan<byte> content, bool executable)
    {
        FileDescriptor file = FileDescriptor.Own(Open(name, executable));
        try
        {
            // KERNEL(6.3): F_SEAL_EXEC; EINVAL before. What is not executable has it from MFD_NOEXEC_SEAL already.
            Fill(file, content, executable ? ContentSeals | Fcntl.F_SEAL_EXEC : ContentSeals);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty file in memory that can be written.</summary>
    /// <param name="name">Its name in /proc, for people; at most 249 bytes.</param>
    /// <returns>The file.</returns>
    /// <exception cref="SyscallException">No memory.</exception>
    public static FileDescriptor CreateUnsealed(string name) => FileDescriptor.Own(Open(name, executable: false));

    /// <summary>Writes the content of a file of <see cref="CreateUnsealed"/> and seals it.</summary>
    /// <param name="file">The file, still empty and mapped by nobody.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="SyscallException">No memory, or somebody has mapped it (EBUSY).</exception>
    public static void Fill(FileDescriptor file, ReadOnlySpan<byte> content) => Fill(file, content, ContentSeals);

    private static void Fill(FileDescriptor file, ReadOnlySpan<byte> content, int seals)
    {
        file.WriteAll(content);
        if (Libc.fcntl(file.Value, Fcntl.F_ADD_SEALS, seals) < 0
            && !(seals != ContentSeals && Failure.LastErrno == Errno.EINVAL && Libc.fcntl(file.Value, Fcntl.F_ADD_SEALS, ContentSeals) == 0))
        {
            throw Failure.On("fcntl(F_ADD_SEALS)", file.Value);
        }
    }

    private static int Open(string name, bool executable)
    {
        const uint Flags = Memfd.MFD_CLOEXEC | Memfd.MFD_ALLOW_SEALING;
        int file = Libc.memfd_create(name, Flags | (executable ? Memfd.MFD_EXEC : Memfd.MFD_NOEXEC_SEAL));
        if (file < 0 && Failure.LastErrno == Errno.EINVAL)
        {
            // KERNEL(6.3): MFD_EXEC and MFD_NOEXEC_SEAL; before, every memfd is executable.
            file = Libc.memfd_create(name, Flags);
        }

        if (file >= 0)
        {
            return file;
        }

        int errno = Failure.LastErrno;
        string? advice = executable && errno == Errno.EACCES
            ? "the host forbids executing from memory: set the sysctl vm.memfd_noexec to 0 or 1"
            : null;
        throw new SyscallException($"memfd_create(\"{name}\")", errno, advice);
    }
}
