// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/prctl.h</c> and <c>linux/securebits.h</c>; see prctl(2).</summary>
public static class Prctl
{
    /// <summary>The signal at the parent's death.</summary>
    public const int PR_SET_PDEATHSIG = 1;

    /// <summary>Whether others may trace the process.</summary>
    public const int PR_SET_DUMPABLE = 4;

    /// <summary>Capabilities survive a change of user ids.</summary>
    public const int PR_SET_KEEPCAPS = 8;

    /// <summary>The thread's name.</summary>
    public const int PR_SET_NAME = 15;

    /// <summary>Whether a capability is in the bounding set.</summary>
    public const int PR_CAPBSET_READ = 23;

    /// <summary>Takes a capability out of the bounding set.</summary>
    public const int PR_CAPBSET_DROP = 24;

    /// <summary>Orphans come to this process.</summary>
    public const int PR_SET_CHILD_SUBREAPER = 36;

    /// <summary>exec grants no privileges.</summary>
    public const int PR_SET_NO_NEW_PRIVS = 38;

    /// <summary>Reads that flag.</summary>
    public const int PR_GET_NO_NEW_PRIVS = 39;

    /// <summary>Works on the ambient set.</summary>
    public const int PR_CAP_AMBIENT = 47;

    /// <summary>Reads the ambient set.</summary>
    public const int PR_CAP_AMBIENT_IS_SET = 1;

    /// <summary>Adds to the ambient set.</summary>
    public const int PR_CAP_AMBIENT_RAISE = 2;

    /// <summary>Empties the ambient set.</summary>
    public const int PR_CAP_AMBIENT_CLEAR_ALL = 4;
}
