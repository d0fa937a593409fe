// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>sys/file.h</c>; see flock(2).</summary>
public static class FileLock
{
    /// <summary>Shared with other readers.</summary>
    public const int LOCK_SH = 1;

    /// <summary>Held alone.</summary>
    public const int LOCK_EX = 2;

    /// <summary>Does not wait.</summary>
    public const int LOCK_NB = 4;

    /// <summary>Given back.</summary>
    public const int LOCK_UN = 8;
}
