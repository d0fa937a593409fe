// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/seccomp.h</c>; see seccomp(2).</summary>
public static class Seccomp
{
    /// <summary>Loads a filter.</summary>
    public const uint SECCOMP_SET_MODE_FILTER = 1;

    /// <summary>All threads get it.</summary>
    public const uint SECCOMP_FILTER_FLAG_TSYNC = 1;

    /// <summary>Actions other than allow are logged.</summary>
    public const uint SECCOMP_FILTER_FLAG_LOG = 2;

    /// <summary>No speculation mitigation.</summary>
    public const uint SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;

    /// <summary>A notification descriptor is returned.</summary>
    public const uint SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;

    /// <summary>Notified calls wait killably.</summary>
    public const uint SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;
}
