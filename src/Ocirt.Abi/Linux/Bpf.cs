// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/bpf.h</c>; see bpf(2).</summary>
public static class Bpf
{
    /// <summary>Loads a program.</summary>
    public const int BPF_PROG_LOAD = 5;

    /// <summary>Attaches a program.</summary>
    public const int BPF_PROG_ATTACH = 8;

    /// <summary>Detaches a program.</summary>
    public const int BPF_PROG_DETACH = 9;

    /// <summary>Opens a program by its id.</summary>
    public const int BPF_PROG_GET_FD_BY_ID = 13;

    /// <summary>Lists the programs that are attached.</summary>
    public const int BPF_PROG_QUERY = 16;

    /// <summary>A filter for device access of a cgroup (4.15).</summary>
    public const int BPF_PROG_TYPE_CGROUP_DEVICE = 15;

    /// <summary>Attached to a cgroup's device access.</summary>
    public const int BPF_CGROUP_DEVICE = 6;

    /// <summary>More programs may be attached.</summary>
    public const int BPF_F_ALLOW_MULTI = 2;

    /// <summary>One program takes the place of another in one step (5.6).</summary>
    public const int BPF_F_REPLACE = 4;

    /// <summary>mknod(2).</summary>
    public const int BPF_DEVCG_ACC_MKNOD = 1;

    /// <summary>Reading.</summary>
    public const int BPF_DEVCG_ACC_READ = 2;

    /// <summary>Writing.</summary>
    public const int BPF_DEVCG_ACC_WRITE = 4;

    /// <summary>A block device.</summary>
    public const int BPF_DEVCG_DEV_BLOCK = 1;

    /// <summary>A character device.</summary>
    public const int BPF_DEVCG_DEV_CHAR = 2;
}
