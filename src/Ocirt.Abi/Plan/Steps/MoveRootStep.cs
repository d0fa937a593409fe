// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes the rootfs the root by moving it over '/', for hosts whose root is an initramfs.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MoveRootStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
