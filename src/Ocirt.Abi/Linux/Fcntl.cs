// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>fcntl.h</c>, <c>linux/fcntl.h</c> and <c>linux/openat2.h</c>; see open(2), openat2(2), fcntl(2).</summary>
public static class Fcntl
{
    /// <summary>The current directory stands in for a directory descriptor.</summary>
    public const int AT_FDCWD = -100;

    /// <summary>A symbolic link at the end is not followed.</summary>
    public const int AT_SYMLINK_NOFOLLOW = 0x100;

    /// <summary>unlinkat removes a directory.</summary>
    public const int AT_REMOVEDIR = 0x200;

    /// <summary>The descriptor itself is meant.</summary>
    public const int AT_EMPTY_PATH = 0x1000;

    /// <summary>The whole mount tree is meant.</summary>
    public const int AT_RECURSIVE = 0x8000;

    /// <summary>Automounts are not triggered.</summary>
    public const int AT_NO_AUTOMOUNT = 0x800;

    /// <summary>faccessat checks with the effective ids.</summary>
    public const int AT_EACCESS = 0x200;

    /// <summary>Reads the descriptor flags.</summary>
    public const int F_GETFD = 1;

    /// <summary>Sets the descriptor flags.</summary>
    public const int F_SETFD = 2;

    /// <summary>Reads the file status flags.</summary>
    public const int F_GETFL = 3;

    /// <summary>Sets the file status flags.</summary>
    public const int F_SETFL = 4;

    /// <summary>Closed by exec.</summary>
    public const int FD_CLOEXEC = 1;

    /// <summary>Duplicates to the lowest free number from the argument on.</summary>
    public const int F_DUPFD_CLOEXEC = 1030;

    /// <summary>Adds seals to a memfd.</summary>
    public const int F_ADD_SEALS = 1033;

    /// <summary>Reads the seals of a memfd.</summary>
    public const int F_GET_SEALS = 1034;

    /// <summary>No more seals.</summary>
    public const int F_SEAL_SEAL = 1;

    /// <summary>Cannot shrink.</summary>
    public const int F_SEAL_SHRINK = 2;

    /// <summary>Cannot grow.</summary>
    public const int F_SEAL_GROW = 4;

    /// <summary>Cannot be written.</summary>
    public const int F_SEAL_WRITE = 8;

    /// <summary>The execute bits cannot change (6.3).</summary>
    public const int F_SEAL_EXEC = 0x20;

    /// <summary>Opens for reading.</summary>
    public const int O_RDONLY = 0;

    /// <summary>Opens for writing.</summary>
    public const int O_WRONLY = 1;

    /// <summary>Opens for both.</summary>
    public const int O_RDWR = 2;

    /// <summary>Creates the file when it is missing.</summary>
    public const int O_CREAT = 0x40;

    /// <summary>Fails when the file exists.</summary>
    public const int O_EXCL = 0x80;

    /// <summary>A terminal does not become the controlling one.</summary>
    public const int O_NOCTTY = 0x100;

    /// <summary>Empties the file.</summary>
    public const int O_TRUNC = 0x200;

    /// <summary>Every write goes to the end.</summary>
    public const int O_APPEND = 0x400;

    /// <summary>Does not wait.</summary>
    public const int O_NONBLOCK = 0x800;

    /// <summary>Closed by exec.</summary>
    public const int O_CLOEXEC = 0x80000;

    /// <summary>Names a place in the tree without opening it.</summary>
    public const int O_PATH = 0x200000;

    /// <summary>No mount point is crossed.</summary>
    public const ulong RESOLVE_NO_XDEV = 0x01;

    /// <summary>No magic link is followed.</summary>
    public const ulong RESOLVE_NO_MAGICLINKS = 0x02;

    /// <summary>No symbolic link is followed.</summary>
    public const ulong RESOLVE_NO_SYMLINKS = 0x04;

    /// <summary>The walk stays beneath the directory.</summary>
    public const ulong RESOLVE_BENEATH = 0x08;

    /// <summary>The directory acts as the root of the walk.</summary>
    public const ulong RESOLVE_IN_ROOT = 0x10;

    /// <summary>renameat2 fails when the target exists.</summary>
    public const uint RENAME_NOREPLACE = 1;

    /// <summary>renameat2 swaps the two.</summary>
    public const uint RENAME_EXCHANGE = 2;
}
