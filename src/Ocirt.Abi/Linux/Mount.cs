// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/mount.h</c>; see mount(2), fsopen(2), open_tree(2), move_mount(2), mount_setattr(2).</summary>
public static class Mount
{
    /// <summary>Read-only.</summary>
    public const uint MS_RDONLY = 1;

    /// <summary>Set-user-id bits have no effect.</summary>
    public const uint MS_NOSUID = 2;

    /// <summary>Device nodes do not work.</summary>
    public const uint MS_NODEV = 4;

    /// <summary>Nothing can be executed.</summary>
    public const uint MS_NOEXEC = 8;

    /// <summary>Writes are synchronous.</summary>
    public const uint MS_SYNCHRONOUS = 16;

    /// <summary>Changes the flags of a mount.</summary>
    public const uint MS_REMOUNT = 32;

    /// <summary>Mandatory locks.</summary>
    public const uint MS_MANDLOCK = 64;

    /// <summary>Directory changes are synchronous.</summary>
    public const uint MS_DIRSYNC = 128;

    /// <summary>Symbolic links are not followed (5.10).</summary>
    public const uint MS_NOSYMFOLLOW = 256;

    /// <summary>Access times are not updated.</summary>
    public const uint MS_NOATIME = 1024;

    /// <summary>Access times of directories are not updated.</summary>
    public const uint MS_NODIRATIME = 2048;

    /// <summary>Bind mount.</summary>
    public const uint MS_BIND = 4096;

    /// <summary>Moves a mount.</summary>
    public const uint MS_MOVE = 8192;

    /// <summary>The whole tree.</summary>
    public const uint MS_REC = 16384;

    /// <summary>No kernel messages.</summary>
    public const uint MS_SILENT = 32768;

    /// <summary>Cannot be bound.</summary>
    public const uint MS_UNBINDABLE = 1u << 17;

    /// <summary>Private propagation.</summary>
    public const uint MS_PRIVATE = 1u << 18;

    /// <summary>Receives, does not send.</summary>
    public const uint MS_SLAVE = 1u << 19;

    /// <summary>Sends and receives.</summary>
    public const uint MS_SHARED = 1u << 20;

    /// <summary>Relative access times.</summary>
    public const uint MS_RELATIME = 1u << 21;

    /// <summary>Counts inode changes.</summary>
    public const uint MS_I_VERSION = 1u << 23;

    /// <summary>Always updates access times.</summary>
    public const uint MS_STRICTATIME = 1u << 24;

    /// <summary>Writes times lazily.</summary>
    public const uint MS_LAZYTIME = 1u << 25;

    /// <summary>umount2 detaches lazily.</summary>
    public const uint MNT_DETACH = 2;

    /// <summary>umount2 does not follow a symbolic link.</summary>
    public const uint UMOUNT_NOFOLLOW = 8;

    /// <summary>open_tree makes a detached copy.</summary>
    public const uint OPEN_TREE_CLONE = 1;

    /// <summary>The descriptor is closed by exec.</summary>
    public const uint OPEN_TREE_CLOEXEC = 0x80000;

    /// <summary>The source descriptor itself is meant.</summary>
    public const uint MOVE_MOUNT_F_EMPTY_PATH = 4;

    /// <summary>The target descriptor itself is meant.</summary>
    public const uint MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    /// <summary>The descriptor is closed by exec.</summary>
    public const uint FSOPEN_CLOEXEC = 1;

    /// <summary>The descriptor is closed by exec.</summary>
    public const uint FSMOUNT_CLOEXEC = 1;

    /// <summary>Sets a parameter without a value.</summary>
    public const uint FSCONFIG_SET_FLAG = 0;

    /// <summary>Sets a parameter to a string of at most 255 bytes.</summary>
    public const uint FSCONFIG_SET_STRING = 1;

    /// <summary>Makes the superblock.</summary>
    public const uint FSCONFIG_CMD_CREATE = 6;

    /// <summary>Read-only.</summary>
    public const ulong MOUNT_ATTR_RDONLY = 1;

    /// <summary>Set-user-id bits have no effect.</summary>
    public const ulong MOUNT_ATTR_NOSUID = 2;

    /// <summary>Device nodes do not work.</summary>
    public const ulong MOUNT_ATTR_NODEV = 4;

    /// <summary>Nothing can be executed.</summary>
    public const ulong MOUNT_ATTR_NOEXEC = 8;

    /// <summary>The field of the access time setting.</summary>
    public const ulong MOUNT_ATTR__ATIME = 0x70;

    /// <summary>Relative access times.</summary>
    public const ulong MOUNT_ATTR_RELATIME = 0;

    /// <summary>No access times.</summary>
    public const ulong MOUNT_ATTR_NOATIME = 0x10;

    /// <summary>Always access times.</summary>
    public const ulong MOUNT_ATTR_STRICTATIME = 0x20;

    /// <summary>No access times of directories.</summary>
    public const ulong MOUNT_ATTR_NODIRATIME = 0x80;

    /// <summary>An idmapped mount.</summary>
    public const ulong MOUNT_ATTR_IDMAP = 0x100000;

    /// <summary>Symbolic links are not followed (5.14).</summary>
    public const ulong MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
}
