// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Binds a file or directory of the host; see open_tree(2), move_mount(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct BindMountStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The source, as the host sees it; empty with SourceRegister.</summary>
    public BlobRef Source;

    /// <summary>The mount point inside the root.</summary>
    public BlobRef Target;

    /// <summary>MOUNT_ATTR_* flags to set on the top mount.</summary>
    public ulong AttrSet;

    /// <summary>MOUNT_ATTR_* flags to clear on the top mount.</summary>
    public ulong AttrClear;

    /// <summary>MOUNT_ATTR_* flags to set on the whole tree.</summary>
    public ulong TreeAttrSet;

    /// <summary>MOUNT_ATTR_* flags to clear on the whole tree.</summary>
    public ulong TreeAttrClear;

    /// <summary>The register with a descriptor of the source, or None.</summary>
    public uint SourceRegister;

    /// <summary>The MS_* propagation set afterwards, or 0.</summary>
    public uint Propagation;

    /// <summary>MountFlags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 72;
}
