// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Changes the attributes of a mount that stands; see mount_setattr(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChangeMountStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The mount point inside the root; empty for the root itself.</summary>
    public BlobRef Target;

    /// <summary>MOUNT_ATTR_* flags to set.</summary>
    public ulong AttrSet;

    /// <summary>MOUNT_ATTR_* flags to clear.</summary>
    public ulong AttrClear;

    /// <summary>MountFlags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 40;
}
