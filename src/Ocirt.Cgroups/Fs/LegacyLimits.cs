// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Fs;

/// <summary>Turns resources into values for the files of cgroup v1; see the kernel's cgroup-v1 documents.</summary>
public static class LegacyLimits
{
    /// <summary>Lists what is written, in order; the device rules are apart.</summary>
    /// <param name="resources">The resources.</param>
    /// <returns>The values.</returns>
    /// <exception cref="CgroupException">A field asks for what cgroup v1 does not have.</exception>
    public static List<LimitWrite> Compile(ResourcesConfig resources)
    {
        LimitList.RefuseUnsupported(resources);
        if (resources.Unified.Length > 0)
        {
            throw LimitList.Unsupported("unified", "this host has cgroup v1, which has no such files");
        }

        LimitList list = new();
        AddMemory(list, resources.Memory);
        AddCpu(list, resources.Cpu);
        if (resources.Pids?.Limit is long pids && pids != 0)
        {
            list.Add("pids", "pids.max", pids < 0 ? "max" : LimitList.Text(pids), "pids.limit", isDefault: pids < 0);
        }

        foreach (HugepageLimit huge in resources.HugepageLimits)
        {
            list.Add("hugetlb", $"hugetlb.{huge.PageSize}.limit_in_bytes", LimitList.Text(huge.Limit ?? 0), "hugepageLimits");
        }

        return list.Writes;
    }

    private static void AddMemory(LimitList list, MemoryLimits? memory)
    {
        if (memory is null)
        {
            return;
        }

        // ORDER: the limit comes before the one with swap, which must not be below it; new cgroups have neither.
        Add("memory.limit_in_bytes", memory.Limit, "memory.limit");
        Add("memory.memsw.limit_in_bytes", memory.Swap, "memory.swap");
        Add("memory.soft_limit_in_bytes", memory.Reservation, "memory.reservation");
        Add("memory.kmem.tcp.limit_in_bytes", memory.KernelTcp, "memory.kernelTCP");
        if (memory.Kernel > 0)
        {
            throw LimitList.Unsupported("memory.kernel", "the kernel has no such limit any more");
        }

        if (memory.Swappiness is ulong swappiness)
        {
            list.Add("memory", "memory.swappiness", LimitList.Text(swappiness), "memory.swappiness");
        }

        if (memory.DisableOomKiller is bool disable)
        {
            list.Add("memory", "memory.oom_control", disable ? "1" : "0", "memory.disableOOMKiller", isDefault: !disable);
        }

        void Add(string file, long? value, string field)
        {
            if (value is long bytes && bytes != 0)
            {
                list.Add("memory", file, LimitList.Text(bytes), field, isDefault: bytes < 0);
            }
        }
    }

    private static void AddCpu(LimitList list, CpuLimits? cpu)
    {
        if (cpu is null)
        {
            return;
        }

        Add("cpu", "cpu.shares", cpu.Shares, "cpu.shares", standard: 1024);

        // ORDER: the period first, because a quota is checked against it; the burst must not be above the quota.
        Add("cpu", "cpu.cfs_period_us", cpu.Period, "cpu.period", standard: 100_000);
        if (cpu.Quota is long quota && quota != 0)
        {
            list.Add("cpu", "cpu.cfs_quota_us", LimitList.Text(quota), "cpu.quota", isDefault: quota < 0);
        }

        Add("cpu", "cpu.cfs_burst_us", cpu.Burst, "cpu.burst", standard: 0);
        Add("cpu", "cpu.rt_period_us", cpu.RealtimePeriod, "cpu.realtimePeriod", standard: 0);
        if (cpu.RealtimeRuntime is long runtime && runtime != 0)
        {
            list.Add("cpu", "cpu.rt_runtime_us", LimitList.Text(runtime), "cpu.realtimeRuntime");
        }

        if (cpu.Idle is long idle)
        {
            list.Add("cpu", "cpu.idle", LimitList.Text(idle), "cpu.idle", isDefault: idle == 0);
        }

        if (!string.IsNullOrEmpty(cpu.Cpus))
        {
            list.Add("cpuset", "cpuset.cpus", cpu.Cpus, "cpu.cpus");
        }

        if (!string.IsNullOrEmpty(cpu.Mems))
        {
            list.Add("cpuset", "cpuset.mems", cpu.Mems, "cpu.mems");
        }

        void Add(string controller, string file, ulong? value, string field, ulong standard)
        {
            if (value is ulong number && number != 0)
            {
                list.Add(controller, file, LimitList.Text(number), field, isDefault: number == standard);
            }
        }
    }
}
