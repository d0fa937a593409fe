// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets from which NUMA nodes memory is taken; see set_mempolicy(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetMemoryPolicyStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The nodes, one bit each, in words of 64 bits; empty for none.</summary>
    public BlobRef Nodes;

    /// <summary>An MPOL_* mode with MPOL_F_* flags.</summary>
    public uint Mode;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
