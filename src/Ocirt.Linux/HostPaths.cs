// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Questions about paths of the host.</summary>
public static unsafe class HostPaths
{
    /// <summary>The current directory; getcwd(2).</summary>
    /// <returns>An absolute path.</returns>
    /// <exception cref="SyscallException">The directory was removed, or is out of reach.</exception>
    public static string CurrentDirectory()
    {
        byte* buffer = stackalloc byte[4096];
        return Libc.getcwd(buffer, 4096) is null ? throw Failure.Of("getcwd()") : Text(buffer);
    }

    /// <summary>Makes a path absolute, without links and '..'; realpath(3).</summary>
    /// <param name="path">A path that exists.</param>
    /// <returns>The absolute path.</returns>
    /// <exception cref="SyscallException">A component is missing or out of reach.</exception>
    public static string Resolve(string path)
    {
        // SAFETY: realpath(3) writes at most PATH_MAX bytes, which is 4096.
        byte* buffer = stackalloc byte[4096];
        return Libc.realpath(path, buffer) is null ? throw Failure.At("realpath", Fcntl.AT_FDCWD, path) : Text(buffer);
    }

    /// <summary>Reads the type of the file system that a path is on; statfs(2).</summary>
    /// <param name="path">A path.</param>
    /// <param name="magic">A magic number of <c>linux/magic.h</c>; 0 when it failed.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryFileSystemMagic(string path, out uint magic)
    {
        // SAFETY: struct statfs has 120 bytes on 64-bit architectures, and f_type comes first.
        long* raw = stackalloc long[16];
        int errno = Libc.statfs(path, raw) == 0 ? 0 : Failure.LastErrno;
        magic = errno == 0 ? (uint)raw[0] : 0;
        return errno;
    }

    /// <summary>Reads type, mode, inode and owner of what a path leads to; statx(2).</summary>
    /// <param name="path">A path.</param>
    /// <param name="result">What the kernel says.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryStat(string path, out StatResult result)
    {
        Statx raw;

        // SAFETY: the kernel fills the struct, which lives on this stack frame.
        int errno = Libc.statx(Fcntl.AT_FDCWD, path, 0, Stat.STATX_BASIC_STATS, &raw) == 0 ? 0 : Failure.LastErrno;
        result = errno == 0 ? new StatResult(raw) : default;
        return errno;
    }

    private static string Text(byte* buffer) =>
        Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
}
