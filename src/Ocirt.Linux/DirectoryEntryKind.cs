// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>The d_type values of getdents64(2).</summary>
public enum DirectoryEntryKind : byte
{
    /// <summary>The file system does not say.</summary>
    Unknown = 0,

    /// <summary>A fifo.</summary>
    Fifo = 1,

    /// <summary>A character device.</summary>
    CharacterDevice = 2,

    /// <summary>A directory.</summary>
    Directory = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 6,

    /// <summary>A regular file.</summary>
    File = 8,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 10,

    /// <summary>A socket.</summary>
    Socket = 12,
}
