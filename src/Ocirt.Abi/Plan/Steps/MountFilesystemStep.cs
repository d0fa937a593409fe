// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan.Steps;

/// <summary>Mounts a file system; see fsopen(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MountFilesystemStep
{
    /// <summary>Op and size.</summary>
    public StepHeader Header;

    /// <summary>The kernel's name of the file system.</summary>
    public BlobRef FilesystemType;

    /// <summary>The source, or empty.</summary>
    public BlobRef Source;

    /// <summary>The mount point inside the root.</summary>
    public BlobRef Target;

    /// <summary>Parameters: each is 'f' key NUL, or 's' key NUL value NUL.</summary>
    public BlobRef Options;

    /// <summary>The same parameters as mount(2) takes them.</summary>
    public BlobRef Data;

    /// <summary>MOUNT_ATTR_* flags of the mount.</summary>
    public ulong Attributes;

    /// <summary>The MS_* flags for mount(2).</summary>
    public uint ClassicFlags;

    /// <summary>The MS_* propagation set afterwards, or 0.</summary>
    public uint Propagation;

    /// <summary>MountFlags.</summary>
    public uint Flags;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 72;
}
