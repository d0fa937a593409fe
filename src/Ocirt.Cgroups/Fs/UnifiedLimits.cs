// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Fs;

/// <summary>
/// Turns resources, whose scales are those of cgroup v1, into values for the files of cgroup v2; see the kernel's
/// cgroup-v2 document.
/// </summary>
public static class UnifiedLimits
{
    /// <summary>Lists what is written, in order; the device rules are apart.</summary>
    /// <param name="resources">The resources.</param>
    /// <returns>The values.</returns>
    /// <exception cref="CgroupException">A field asks for what cgroup v2 does not have, or contradicts another.</exception>
    public static List<LimitWrite> Compile(ResourcesConfig resources)
    {
        LimitList.RefuseUnsupported(resources);
        LimitList list = new();
        AddMemory(list, resources.Memory);
        AddCpu(list, resources.Cpu);
        if (resources.Pids?.Limit is long pids && pids != 0)
        {
            list.Add("pids", "pids.max", Limit(pids), "pids.limit", isDefault: pids < 0);
        }

        foreach (HugepageLimit huge in resources.HugepageLimits)
        {
            list.Add("hugetlb", $"hugetlb.{huge.PageSize}.max", LimitList.Text(huge.Limit ?? 0), "hugepageLimits");
        }

        foreach (NamedValue file in resources.Unified)
        {
            int dot = file.Name.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0 || file.Name.Contains('/', StringComparison.Ordinal))
            {
                throw LimitList.Unsupported("unified", $"must name files of a cgroup, got '{file.Name}'");
            }

            list.Add(file.Name[..dot], file.Name, file.Value, "unified");
        }

        return list.Writes;
    }

    /// <summary>
    /// Converts CPU shares (2 to 262144, 1024 is usual) to a weight (1 to 10000, 100 is usual), so that the ends and the
    /// usual values meet: a quadratic in the logarithms.
    /// </summary>
    /// <param name="shares">The shares; not 0.</param>
    /// <returns>The weight.</returns>
    public static ulong Weight(ulong shares)
    {
        if (shares <= 2)
        {
            return 1;
        }

        if (shares >= 262_144)
        {
            return 10_000;
        }

        double log = Math.Log2(shares);
        double exponent = (((log * log) + (125 * log)) / 612.0) - (7.0 / 34.0);
        return (ulong)Math.Ceiling(Math.Pow(10, exponent));
    }

    private static void AddMemory(LimitList list, MemoryLimits? memory)
    {
        if (memory is null)
        {
            return;
        }

        if (memory.Kernel > 0 || memory.KernelTcp > 0)
        {
            throw LimitList.Unsupported(memory.Kernel > 0 ? "memory.kernel" : "memory.kernelTCP", "this host has cgroup v2, which has no such limit");
        }

        if (memory.DisableOomKiller == true)
        {
            throw LimitList.Unsupported("memory.disableOOMKiller", "this host has cgroup v2, which always has the OOM killer");
        }

        if (memory.Swappiness is not null)
        {
            throw LimitList.Unsupported("memory.swappiness", "this host has cgroup v2, which has no swappiness");
        }

        long limit = memory.Limit ?? 0;
        long swap = memory.Swap ?? 0;

        // ORDER: swap before the limit, so that the limit never pushes pages into swap that they may not use.
        if (swap < 0 || (swap == 0 && limit < 0))
        {
            list.Add("memory", "memory.swap.max", "max", "memory.swap", isDefault: true);
        }
        else if (swap > 0)
        {
            if (limit <= 0)
            {
                throw LimitList.Unsupported("memory.swap", "is memory and swap together, and needs memory.limit on cgroup v2");
            }

            if (swap < limit)
            {
                throw LimitList.Unsupported("memory.swap", $"is memory and swap together, and must not be below memory.limit '{limit}', got '{swap}'");
            }

            list.Add("memory", "memory.swap.max", LimitList.Text(swap - limit), "memory.swap");
        }

        if (limit != 0)
        {
            list.Add("memory", "memory.max", Limit(limit), "memory.limit", isDefault: limit < 0);
        }

        if (memory.Reservation is long reservation && reservation != 0)
        {
            list.Add("memory", "memory.low", Limit(reservation), "memory.reservation");
        }
    }

    private static void AddCpu(LimitList list, CpuLimits? cpu)
    {
        if (cpu is null)
        {
            return;
        }

        if (cpu.RealtimePeriod > 0 || (cpu.RealtimeRuntime ?? 0) != 0)
        {
            throw LimitList.Unsupported(
                cpu.RealtimePeriod > 0 ? "cpu.realtimePeriod" : "cpu.realtimeRuntime", "this host has cgroup v2, which has no real-time limits");
        }

        if (cpu.Idle is long idle)
        {
            list.Add("cpu", "cpu.idle", LimitList.Text(idle), "cpu.idle", isDefault: idle == 0);
        }

        // KERNEL(5.15): an idle cgroup has no weight of its own; writing one is EINVAL.
        if (cpu.Shares is ulong shares && shares != 0 && (cpu.Idle ?? 0) == 0)
        {
            list.Add("cpu", "cpu.weight", LimitList.Text(Weight(shares)), "cpu.shares", isDefault: shares == 1024);
        }

        long quota = cpu.Quota ?? 0;
        ulong period = cpu.Period ?? 0;
        if (quota != 0 || period != 0)
        {
            string value = $"{(quota > 0 ? LimitList.Text(quota) : "max")} {LimitList.Text(period == 0 ? 100_000 : period)}";
            list.Add("cpu", "cpu.max", value, quota != 0 ? "cpu.quota" : "cpu.period", isDefault: quota <= 0);
        }

        if (cpu.Burst is ulong burst && burst != 0)
        {
            list.Add("cpu", "cpu.max.burst", LimitList.Text(burst), "cpu.burst");
        }

        if (!string.IsNullOrEmpty(cpu.Cpus))
        {
            list.Add("cpuset", "cpuset.cpus", cpu.Cpus, "cpu.cpus");
        }

        if (!string.IsNullOrEmpty(cpu.Mems))
        {
            list.Add("cpuset", "cpuset.mems", cpu.Mems, "cpu.mems");
        }
    }

    private static string Limit(long value) => value < 0 ? "max" : LimitList.Text(value);
}
