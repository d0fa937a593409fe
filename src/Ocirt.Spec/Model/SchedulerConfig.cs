// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A scheduling policy and its parameters, see sched_setattr(2).</summary>
public sealed class SchedulerConfig : ConfigNode
{
    internal SchedulerConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The policy, as in SCHED_OTHER.</summary>
    public string? Policy { get; internal set; }

    /// <summary>The nice value, -20 to 19, for SCHED_OTHER and SCHED_BATCH.</summary>
    public int? Nice { get; internal set; }

    /// <summary>The static priority, 1 to 99, for SCHED_FIFO and SCHED_RR.</summary>
    public int? Priority { get; internal set; }

    /// <summary>Flags, as in SCHED_FLAG_RESET_ON_FORK.</summary>
    public string[] Flags { get; internal set; } = [];

    /// <summary>Nanoseconds of run time in each period, for SCHED_DEADLINE.</summary>
    public ulong? Runtime { get; internal set; }

    /// <summary>Nanoseconds until the deadline, for SCHED_DEADLINE.</summary>
    public ulong? Deadline { get; internal set; }

    /// <summary>Nanoseconds of one period, for SCHED_DEADLINE.</summary>
    public ulong? Period { get; internal set; }
}
