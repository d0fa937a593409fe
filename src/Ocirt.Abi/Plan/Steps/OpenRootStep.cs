// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Binds the rootfs over itself and opens it: every later path is resolved beneath it.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenRootStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The rootfs, absolute.</summary>
    public BlobRef Path;

    /// <summary>The register with a descriptor of it, or None.</summary>
    public uint SourceRegister;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
