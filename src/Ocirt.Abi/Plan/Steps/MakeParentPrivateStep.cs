// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes the mount above the rootfs private, which pivot_root(2) demands.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MakeParentPrivateStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The rootfs.</summary>
    public BlobRef Path;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
