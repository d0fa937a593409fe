// SPDX-License-Identifier: Apache-2.0

using System.Runtime;
using System.Runtime.CompilerServices;

namespace Ocirt.Init.Kernel;

/// <summary>The system call instruction, in assembly (Arch/*/start.S).</summary>
internal static class RawSyscall
{
    /// <summary>Enters the kernel. Returns its answer; -4095 to -1 is a negated errno.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "ocirt_syscall")]
    internal static extern nint Invoke(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>The address of a signal handler that ends the process with the status 128 and the number of the signal.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "ocirt_signal_exit")]
    internal static extern nint SignalExit();
}
