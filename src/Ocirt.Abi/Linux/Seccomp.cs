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

    /// <summary>The process ends.</summary>
    public const uint SECCOMP_RET_KILL_PROCESS = 0x80000000;

    /// <summary>The thread ends.</summary>
    public const uint SECCOMP_RET_KILL_THREAD = 0;

    /// <summary>SIGSYS is sent.</summary>
    public const uint SECCOMP_RET_TRAP = 0x30000;

    /// <summary>The call fails; the lower 16 bits are the error number.</summary>
    public const uint SECCOMP_RET_ERRNO = 0x50000;

    /// <summary>A supervisor decides (5.0).</summary>
    public const uint SECCOMP_RET_USER_NOTIF = 0x7fc00000;

    /// <summary>A tracer is told; the lower 16 bits are for it.</summary>
    public const uint SECCOMP_RET_TRACE = 0x7ff00000;

    /// <summary>Allowed, and logged.</summary>
    public const uint SECCOMP_RET_LOG = 0x7ffc0000;

    /// <summary>Allowed.</summary>
    public const uint SECCOMP_RET_ALLOW = 0x7fff0000;
}
