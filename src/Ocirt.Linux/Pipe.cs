// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>A pipe; see pipe(7).</summary>
public static unsafe class Pipe
{
    /// <summary>Makes a pipe whose ends are closed by exec(2).</summary>
    /// <returns>The end to read from, and the end to write to.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static (FileDescriptor Reader, FileDescriptor Writer) Create()
    {
        int* pair = stackalloc int[2];
        return Libc.pipe2(pair, Fcntl.O_CLOEXEC) == 0
            ? (FileDescriptor.Own(pair[0]), FileDescriptor.Own(pair[1]))
            : throw Failure.Of("pipe2");
    }
}
