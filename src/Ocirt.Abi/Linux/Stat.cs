// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/stat.h</c> and <c>linux/magic.h</c>; see statx(2), inode(7), statfs(2).</summary>
public static class Stat
{
    /// <summary>The field of the file type.</summary>
    public const uint S_IFMT = 0xF000;

    /// <summary>A socket.</summary>
    public const uint S_IFSOCK = 0xC000;

    /// <summary>A symbolic link.</summary>
    public const uint S_IFLNK = 0xA000;

    /// <summary>A regular file.</summary>
    public const uint S_IFREG = 0x8000;

    /// <summary>A block device.</summary>
    public const uint S_IFBLK = 0x6000;

    /// <summary>A directory.</summary>
    public const uint S_IFDIR = 0x4000;

    /// <summary>A character device.</summary>
    public const uint S_IFCHR = 0x2000;

    /// <summary>A fifo.</summary>
    public const uint S_IFIFO = 0x1000;

    /// <summary>The type is wanted.</summary>
    public const uint STATX_TYPE = 1;

    /// <summary>The mode is wanted.</summary>
    public const uint STATX_MODE = 2;

    /// <summary>The inode is wanted.</summary>
    public const uint STATX_INO = 0x100;

    /// <summary>All that stat gives.</summary>
    public const uint STATX_BASIC_STATS = 0x7ff;

    /// <summary>The number of the mount is wanted (5.8).</summary>
    public const uint STATX_MNT_ID = 0x1000;

    /// <summary>The number of the mount that no later one gets is wanted (6.8).</summary>
    public const uint STATX_MNT_ID_UNIQUE = 0x4000;

    /// <summary>statfs: read-only.</summary>
    public const uint ST_RDONLY = 1;

    /// <summary>statfs: set-user-id bits have no effect.</summary>
    public const uint ST_NOSUID = 2;

    /// <summary>statfs: device nodes do not work.</summary>
    public const uint ST_NODEV = 4;

    /// <summary>statfs: nothing can be executed.</summary>
    public const uint ST_NOEXEC = 8;

    /// <summary>statfs: access times are not updated.</summary>
    public const uint ST_NOATIME = 0x400;

    /// <summary>statfs: access times of directories are not updated.</summary>
    public const uint ST_NODIRATIME = 0x800;

    /// <summary>statfs: relative access times.</summary>
    public const uint ST_RELATIME = 0x1000;

    /// <summary>statfs: symbolic links are not followed (5.10).</summary>
    public const uint ST_NOSYMFOLLOW = 0x2000;

    /// <summary>procfs.</summary>
    public const uint PROC_SUPER_MAGIC = 0x9fa0;

    /// <summary>sysfs.</summary>
    public const uint SYSFS_MAGIC = 0x62656572;

    /// <summary>cgroup v1.</summary>
    public const uint CGROUP_SUPER_MAGIC = 0x27e0eb;

    /// <summary>cgroup v2.</summary>
    public const uint CGROUP2_SUPER_MAGIC = 0x63677270;

    /// <summary>tmpfs.</summary>
    public const uint TMPFS_MAGIC = 0x01021994;

    /// <summary>nsfs.</summary>
    public const uint NSFS_MAGIC = 0x6e736673;

    /// <summary>devpts.</summary>
    public const uint DEVPTS_SUPER_MAGIC = 0x1cd1;
}
