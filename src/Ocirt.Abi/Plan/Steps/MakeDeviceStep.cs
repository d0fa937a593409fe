// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Makes a device node or fifo; one that is there already must be the same. See mknod(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MakeDeviceStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The node inside the root.</summary>
    public BlobRef Path;

    /// <summary>S_IF* type and permission bits.</summary>
    public uint Mode;

    /// <summary>The major number.</summary>
    public uint Major;

    /// <summary>The minor number.</summary>
    public uint Minor;

    /// <summary>The owner.</summary>
    public uint Uid;

    /// <summary>The group.</summary>
    public uint Gid;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 40;
}
