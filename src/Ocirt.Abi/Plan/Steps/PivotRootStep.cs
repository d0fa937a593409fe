// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes the rootfs the root and takes the old one away; see pivot_root(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PivotRootStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 8;
}
