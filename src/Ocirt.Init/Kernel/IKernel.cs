// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;

namespace Ocirt.Init.Kernel;

/// <summary>
/// The seam between the interpreter and the kernel: one system call. The shipped program uses
/// <c>LinuxKernel</c>, which ilc turns into direct calls; tests use a kernel that records.
/// </summary>
public interface IKernel
{
    /// <summary>Enters the kernel. Returns its answer; -4095 to -1 is a negated errno.</summary>
    public static abstract nint Invoke(SyscallNumber number, nint a, nint b, nint c, nint d, nint e, nint f);

    /// <summary>The address of a signal handler that ends the process with the status 128 and the number of the signal.</summary>
    public static abstract nint SignalExit { get; }
}
