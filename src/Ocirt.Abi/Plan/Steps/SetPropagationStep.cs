// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Sets the propagation of the root mount; see mount_namespaces(7).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetPropagationStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>MS_SHARED, MS_SLAVE, MS_PRIVATE or MS_UNBINDABLE, with MS_REC for the tree.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 16;
}
