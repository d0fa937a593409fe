// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Fs;

/// <summary>
/// What a lower limit of memory would do at once. cgroup v1 refuses one below the usage; cgroup v2 takes it and calls the
/// OOM killer.
/// </summary>
internal static class UpdatePreflight
{
    /// <summary>
    /// Refuses a limit that what cannot be reclaimed does not fit under; with <c>memory.checkBeforeUpdate</c> one that is
    /// not above the usage, as cgroup v1 does.
    /// </summary>
    /// <exception cref="CgroupException">The container would be killed.</exception>
    internal static void Check(string directory, ResourcesConfig resources, List<LimitWrite> limits)
    {
        foreach (LimitWrite limit in limits)
        {
            if (limit.File == "memory.max" && ulong.TryParse(limit.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong bytes))
            {
                CheckMemory(directory, bytes, limits, resources.Memory?.CheckBeforeUpdate == true);
            }
        }
    }

    private static void CheckMemory(string directory, ulong limit, List<LimitWrite> limits, bool isStrict)
    {
        // Best effort: a file that cannot be read says nothing against the limit.
        if (!TryNumber(CgroupFiles.Read(directory + "/memory.current"), out ulong usage) || usage < limit)
        {
            return;
        }

        if (isStrict)
        {
            throw new CgroupException($"linux.resources.memory.limit: '{limit}' is not above the '{usage}' bytes in use, and checkBeforeUpdate is set");
        }

        string statistics = CgroupFiles.Read(directory + "/memory.stat") ?? "";
        ulong swappable = Value(statistics, "anon") + Value(statistics, "shmem");
        ulong pinned = Value(statistics, "slab_unreclaimable") + Value(statistics, "kernel_stack") + Value(statistics, "pagetables")
            + Value(statistics, "unevictable") + Value(statistics, "sock");
        ulong kept = pinned + swappable - Math.Min(swappable, SwapRoom(directory, limits));
        if (kept > limit)
        {
            throw new CgroupException(
                $"linux.resources.memory.limit: '{limit}' is below the '{kept}' bytes in use that cannot be given back: the OOM killer would end the container");
        }
    }

    private static ulong SwapRoom(string directory, List<LimitWrite> limits)
    {
        string allowed = limits.Find(static limit => limit.File == "memory.swap.max").Value ?? CgroupFiles.Read(directory + "/memory.swap.max") ?? "0";
        ulong free = 0;
        foreach (ReadOnlySpan<char> line in (CgroupFiles.Read("/proc/meminfo") ?? "").AsSpan().EnumerateLines())
        {
            if (line.StartsWith("SwapFree:", StringComparison.Ordinal) && line.EndsWith(" kB", StringComparison.Ordinal))
            {
                _ = ulong.TryParse(line[9..^3].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out free);
            }
        }

        return TryNumber(allowed, out ulong limit) ? Math.Min(limit, free * 1024) : free * 1024;
    }

    private static ulong Value(string statistics, string key)
    {
        foreach (ReadOnlySpan<char> line in statistics.AsSpan().EnumerateLines())
        {
            if (line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
            {
                return ulong.TryParse(line[(key.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : 0;
            }
        }

        return 0;
    }

    private static bool TryNumber(string? text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
