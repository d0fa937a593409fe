// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>CPU limits and the CPU set.</summary>
public sealed class CpuLimits : ConfigNode
{
    internal CpuLimits(int offset)
        : base(offset)
    {
    }

    /// <summary>The weight against other cgroups, 2 to 262144 (cgroup v1 scale).</summary>
    public ulong? Shares { get; internal set; }

    /// <summary>Microseconds of CPU time in each period; -1 is no limit.</summary>
    public long? Quota { get; internal set; }

    /// <summary>Microseconds that may be saved up.</summary>
    public ulong? Burst { get; internal set; }

    /// <summary>Microseconds of one period.</summary>
    public ulong? Period { get; internal set; }

    /// <summary>Microseconds of real-time CPU time in each period (cgroup v1).</summary>
    public long? RealtimeRuntime { get; internal set; }

    /// <summary>Microseconds of one real-time period (cgroup v1).</summary>
    public ulong? RealtimePeriod { get; internal set; }

    /// <summary>The CPUs, as a list like 0-3,7.</summary>
    public string? Cpus { get; internal set; }

    /// <summary>The memory nodes, as a list like 0,1.</summary>
    public string? Mems { get; internal set; }

    /// <summary>1 makes the cgroup SCHED_IDLE, 0 does not.</summary>
    public long? Idle { get; internal set; }
}
