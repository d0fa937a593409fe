// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>Memory limits in bytes; -1 is no limit.</summary>
public sealed class MemoryLimits : ConfigNode
{
    internal MemoryLimits(int offset)
        : base(offset)
    {
    }

    /// <summary>The hard limit.</summary>
    public long? Limit { get; internal set; }

    /// <summary>The soft limit.</summary>
    public long? Reservation { get; internal set; }

    /// <summary>The limit of memory and swap together.</summary>
    public long? Swap { get; internal set; }

    /// <summary>The kernel memory limit; the kernel dropped it.</summary>
    public long? Kernel { get; internal set; }

    /// <summary>The limit of TCP buffers (cgroup v1).</summary>
    public long? KernelTcp { get; internal set; }

    /// <summary>How readily pages are swapped, 0 to 100 (cgroup v1).</summary>
    public ulong? Swappiness { get; internal set; }

    /// <summary>Whether processes wait instead of being killed (cgroup v1).</summary>
    public bool? DisableOomKiller { get; internal set; }

    /// <summary>Whether children count for their parents (cgroup v1; always so since Linux 5.11).</summary>
    public bool? UseHierarchy { get; internal set; }

    /// <summary>Whether a limit below the current use is refused on update.</summary>
    public bool? CheckBeforeUpdate { get; internal set; }
}
