// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a directory the root of this process alone, in a mount namespace that others use; see chroot(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeRootStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The register with the directory.</summary>
    public uint Register;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
