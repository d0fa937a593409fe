// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime;
using Ocirt.Abi.Linux;
using Ocirt.Init.Kernel;

namespace Ocirt.Without;

/// <summary>
/// Executes a program under a system call filter that takes newer calls away, for it and whatever it starts:
/// <c>ocirt-without RUNG PROGRAM [ARGUMENT...]</c>. Rung.cs lists the rungs.
/// </summary>
internal static unsafe class Program
{
    /// <summary>The exit status for a wrong command line.</summary>
    private const int ExitUsage = 64;

    /// <summary>The exit status when the filter was refused, or the program could not be executed.</summary>
    private const int ExitRefused = 71;

    private const int FilterCapacity = 64;

    /// <summary>Called by start.S with the kernel's argument block: argc, argv, NULL, the environment, NULL.</summary>
    [RuntimeExport("ocirt_init_main")]
    internal static int Main(nint* block)
    {
        int count = (int)block[0];
        byte** arguments = (byte**)(block + 1);
        ulong* filter = stackalloc ulong[FilterCapacity];
        int length = count < 3 ? 0 : Rung.Write(arguments[1], filter);
        if (length == 0)
        {
            return ExitUsage;
        }

        // struct sock_fprog: a 16-bit count, padding, a pointer.
        ulong* program = stackalloc ulong[2];
        program[0] = (ulong)length;
        program[1] = (ulong)filter;
        nint loaded = RawSyscall.Invoke(
            (nint)SyscallNumber.seccomp, (nint)Seccomp.SECCOMP_SET_MODE_FILTER, 0, (nint)program, 0, 0, 0);
        if (loaded == 0)
        {
            RawSyscall.Invoke((nint)SyscallNumber.execve, (nint)arguments[2], (nint)(arguments + 2), (nint)(arguments + count + 1), 0, 0, 0);
        }

        return ExitRefused;
    }
}
