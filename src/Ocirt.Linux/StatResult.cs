// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>What is known of a file; see inode(7).</summary>
public readonly struct StatResult
{
    internal StatResult(in Statx raw)
    {
        Mode = raw.Mode;
        Inode = raw.Inode;
        Size = raw.FileSize;
        UserId = raw.Uid;
        GroupId = raw.Gid;
        LinkCount = raw.LinkCount;
        Device = ((ulong)raw.DevMajor << 32) | raw.DevMinor;
        SpecialDevice = ((ulong)raw.RdevMajor << 32) | raw.RdevMinor;
    }

    /// <summary>Type and permission bits (S_IF* and the twelve lower bits).</summary>
    public uint Mode { get; }

    /// <summary>The type alone: one of the S_IF* values.</summary>
    public uint FileType => Mode & Stat.S_IFMT;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => FileType == Stat.S_IFDIR;

    /// <summary>The inode number.</summary>
    public ulong Inode { get; }

    /// <summary>The device of the file system: major number in the upper, minor in the lower 32 bits.</summary>
    public ulong Device { get; }

    /// <summary>What a device node stands for: major number in the upper, minor in the lower 32 bits.</summary>
    public ulong SpecialDevice { get; }

    /// <summary>The size, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>The owner.</summary>
    public uint UserId { get; }

    /// <summary>The group.</summary>
    public uint GroupId { get; }

    /// <summary>The number of hard links.</summary>
    public uint LinkCount { get; }
}
