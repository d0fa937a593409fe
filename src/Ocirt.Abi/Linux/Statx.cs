// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Linux;

/// <summary><c>struct statx</c> of statx(2).</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
public struct Statx
{
    /// <summary>Which fields are filled.</summary>
    [FieldOffset(0)] public uint Mask;

    /// <summary>The number of links.</summary>
    [FieldOffset(16)] public uint LinkCount;

    /// <summary>The owner.</summary>
    [FieldOffset(20)] public uint Uid;

    /// <summary>The group.</summary>
    [FieldOffset(24)] public uint Gid;

    /// <summary>Type and permission bits.</summary>
    [FieldOffset(28)] public ushort Mode;

    /// <summary>The inode number.</summary>
    [FieldOffset(32)] public ulong Inode;

    /// <summary>The size, in bytes.</summary>
    [FieldOffset(40)] public ulong FileSize;

    /// <summary>The major number of a device node.</summary>
    [FieldOffset(128)] public uint RdevMajor;

    /// <summary>The minor number of a device node.</summary>
    [FieldOffset(132)] public uint RdevMinor;

    /// <summary>The major number of the file system's device.</summary>
    [FieldOffset(136)] public uint DevMajor;

    /// <summary>The minor number of the file system's device.</summary>
    [FieldOffset(140)] public uint DevMinor;

    /// <summary>The number of the mount, with STATX_MNT_ID (5.8).</summary>
    [FieldOffset(144)] public ulong MountId;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 256;
}
