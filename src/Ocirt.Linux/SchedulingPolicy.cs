// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>How the scheduler treats a process; see sched_setattr(2).</summary>
public readonly record struct SchedulingPolicy
{
    /// <summary>A SCHED_* policy.</summary>
    public required uint Policy { get; init; }

    /// <summary>SCHED_FLAG_* flags.</summary>
    public ulong Flags { get; init; }

    /// <summary>The nice value, for SCHED_OTHER and SCHED_BATCH.</summary>
    public int Nice { get; init; }

    /// <summary>The static priority, for SCHED_FIFO and SCHED_RR.</summary>
    public uint Priority { get; init; }

    /// <summary>Nanoseconds of run time in each period, for SCHED_DEADLINE.</summary>
    public ulong Runtime { get; init; }

    /// <summary>Nanoseconds until the deadline, for SCHED_DEADLINE.</summary>
    public ulong Deadline { get; init; }

    /// <summary>Nanoseconds of one period, for SCHED_DEADLINE.</summary>
    public ulong Period { get; init; }
}
