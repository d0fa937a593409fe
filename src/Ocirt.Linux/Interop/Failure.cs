// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux.Interop;

/// <summary>Makes the exception of a failed call. Text is made here only, so that the normal path makes none.</summary>
internal static unsafe class Failure
{
    /// <summary>The error number of the last call.</summary>
    internal static int LastErrno => Marshal.GetLastPInvokeError();

    /// <summary>A call on a path below a directory descriptor.</summary>
    internal static SyscallException At(string name, int directory, string path) =>
        At(name, directory, path, LastErrno);

    /// <summary>A call on a path below a directory descriptor.</summary>
    internal static SyscallException At(string name, int directory, string path, int errno) =>
        directory == Fcntl.AT_FDCWD
            ? new SyscallException($"{name}(\"{path}\")", errno)
            : new SyscallException($"{name}({Describe(directory)}, \"{path}\")", errno);

    /// <summary>A call on a descriptor.</summary>
    internal static SyscallException On(string name, int descriptor)
    {
        // ORDER: the error number is read before the descriptor is looked up, which makes calls of its own.
        int errno = LastErrno;
        return new SyscallException($"{name}({Describe(descriptor)})", errno);
    }

    /// <summary>A call without a path or descriptor worth showing.</summary>
    internal static SyscallException Of(string call) => new(call, LastErrno);

    /// <summary>Shows a descriptor with what it is open on: <c>[5]&lt;/run/x&gt;</c>.</summary>
    internal static string Describe(int descriptor)
    {
        string number = descriptor.ToString(CultureInfo.InvariantCulture);
        byte* buffer = stackalloc byte[1024];
        nint length = Libc.readlinkat(Fcntl.AT_FDCWD, "/proc/self/fd/" + number, buffer, 1024);
        return length < 0 ? $"[{number}]" : $"[{number}]<{Encoding.UTF8.GetString(buffer, (int)length)}>";
    }
}
