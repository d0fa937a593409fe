// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;

namespace Ocirt.Init.Kernel;

/// <summary>The real kernel.</summary>
internal readonly struct LinuxKernel : IKernel
{
    /// <inheritdoc/>
    public static nint Invoke(SyscallNumber number, nint a, nint b, nint c, nint d, nint e, nint f) =>
        RawSyscall.Invoke((nint)number, a, b, c, d, e, f);

    /// <inheritdoc/>
    public static nint SignalExit => RawSyscall.SignalExit();
}
