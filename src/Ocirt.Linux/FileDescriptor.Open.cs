// SPDX-License-Identifier: Apache-2.0

using System.Runtime.CompilerServices;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <content>Opening.</content>
public sealed partial class FileDescriptor
{
    /// <summary>Opens a path with the rights of this process, following links as open(2) does.</summary>
    /// <param name="path">An absolute path, or one below the current directory.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <param name="mode">The mode of a file that is created.</param>
    /// <returns>The descriptor.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static FileDescriptor Open(string path, int flags, uint mode = 0) =>
        TryOpen(Fcntl.AT_FDCWD, path, flags, mode, out int errno) ?? throw Failure.At("open", Fcntl.AT_FDCWD, path, errno);

    /// <summary>Opens a path; a failure is an answer, not an exception.</summary>
    /// <param name="path">An absolute path, or one below the current directory.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>The descriptor, or null.</returns>
    public static FileDescriptor? TryOpen(string path, int flags, out int errno) =>
        TryOpen(Fcntl.AT_FDCWD, path, flags, 0, out errno);

    /// <summary>Opens a path below this directory; openat(2).</summary>
    /// <param name="path">The path; an absolute one ignores the directory.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <param name="mode">The mode of a file that is created.</param>
    /// <returns>The descriptor.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public FileDescriptor OpenAt(string path, int flags, uint mode = 0) =>
        TryOpen(Value, path, flags, mode, out int errno) ?? throw Failure.At("openat", Value, path, errno);

    /// <summary>Opens a path below this directory; a failure is an answer, not an exception.</summary>
    /// <param name="path">The path; an absolute one ignores the directory.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <param name="mode">The mode of a file that is created.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>The descriptor, or null.</returns>
    public FileDescriptor? TryOpenAt(string path, int flags, uint mode, out int errno) =>
        TryOpen(Value, path, flags, mode, out errno);

    /// <summary>
    /// Opens a path with this directory as the root of the walk: neither a symbolic link nor '..' leads out, and magic
    /// links are refused. openat2(2) with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS, or a walk that has the same effect.
    /// </summary>
    /// <param name="root">The directory that acts as the root.</param>
    /// <param name="path">The path inside.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <returns>The descriptor.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static FileDescriptor OpenInRoot(FileDescriptor root, string path, int flags) =>
        TryOpenInRoot(root, path, flags, out int errno) ?? throw Failure.At("openat2", root.Value, path, errno);

    /// <summary>Walks that are tried while something moves on the way; as many as init tries.</summary>
    private const int MostWalks = 256;

    /// <summary>As <see cref="OpenInRoot"/>; a failure is an answer, not an exception.</summary>
    /// <param name="root">The directory that acts as the root.</param>
    /// <param name="path">The path inside.</param>
    /// <param name="flags">O_* flags; O_CLOEXEC is added.</param>
    /// <param name="errno">0, or why it failed: EAGAIN when directories are moved all the time.</param>
    /// <returns>The descriptor, or null.</returns>
    public static unsafe FileDescriptor? TryOpenInRoot(FileDescriptor root, string path, int flags, out int errno)
    {
        OpenHow how = default;
        how.Flags = (ulong)(flags | Fcntl.O_CLOEXEC);
        how.Resolve = Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS;

        int length = System.Text.Encoding.UTF8.GetByteCount(path) + 1;
        System.Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        System.Text.Encoding.UTF8.GetBytes(path, text);
        text[length - 1] = 0;

        // SAFETY: the text ends in NUL and is pinned; the struct has the size that is passed.
        fixed (byte* pointer = text)
        {
            for (int walks = 0; ;)
            {
                nint opened = Libc.syscall((nint)SyscallNumber.openat2, root.Value, (nint)pointer, (nint)(&how), OpenHow.Size, 0);
                if (opened >= 0)
                {
                    errno = 0;
                    return Own((int)opened);
                }

                errno = Failure.LastErrno;

                // KERNEL(5.6): openat2, or an old filter around this process.
                if (errno is Errno.ENOSYS or Errno.EPERM)
                {
                    return PathInRoot.TryOpen(root, path, flags, out errno);
                }

                // EAGAIN means that a rename raced with '..' in the walk; an attacker can keep that up.
                if (errno is not (Errno.EINTR or Errno.EAGAIN) || (errno == Errno.EAGAIN && ++walks == MostWalks))
                {
                    return null;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FileDescriptor? TryOpen(int directory, string path, int flags, uint mode, out int errno)
    {
        while (true)
        {
            int opened = Libc.openat(directory, path, flags | Fcntl.O_CLOEXEC, mode);
            if (opened >= 0)
            {
                errno = 0;
                return Own(opened);
            }

            errno = Failure.LastErrno;
            if (errno != Errno.EINTR)
            {
                return null;
            }
        }
    }
}
