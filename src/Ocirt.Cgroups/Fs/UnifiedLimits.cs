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
        LimitList list = new();
        AddMemory(list, resources.Memory);
        AddCpu(list, resources.Cpu);
        list.AddPids(resources.Pids);
        AddBlockIo(list, resources.BlockIo);
        list.AddHugepages(resources.HugepageLimits, "max");
        list.AddRdma(resources.Rdma);
        if (resources.Network is NetworkLimits network && (network.ClassId > 0 || network.Priorities.Length > 0))
        {
            throw LimitList.Unsupported(
                network.ClassId > 0 ? "network.classID" : "network.priorities", "this host has cgroup v2, which marks no packets: use nftables with cgroupv2 matches");
        }

        // ORDER: last, so that they win over what the other fields say about the same file.
        foreach (NamedValue file in resources.Unified)
        {
            AddUnified(list, file);
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

    /// <summary>Converts a block I/O weight (10 to 1000) to that of io.weight (1 to 10000), linearly.</summary>
    /// <param name="weight">The weight; not 0.</param>
    /// <returns>The weight.</returns>
    public static ulong IoWeight(ushort weight) => weight <= 10 ? 1 : 1 + ((ulong)(weight - 10) * 9999 / 990);

    private static void AddMemory(LimitList list, MemoryLimits? memory)
    {
        if (memory is null)
        {
            return;
        }

        if (memory.DisableOomKiller == true)
        {
            throw LimitList.Unsupported("memory.disableOOMKiller", "this host has cgroup v2, which always has the OOM killer");
        }

        if (memory.Swappiness is not (null or ulong.MaxValue))
        {
            throw LimitList.Unsupported("memory.swappiness", "this host has cgroup v2, which has no swappiness");
        }

        if (memory.UseHierarchy == false)
        {
            throw LimitList.Unsupported("memory.useHierarchy", "this host has cgroup v2, which always counts what is below");
        }

        long limit = memory.Limit ?? 0;
        AddSwap(list, limit, memory.Swap ?? 0);
        if (limit != 0)
        {
            list.Add("memory", "memory.max", Limit(limit), "memory.limit", isDefault: limit < 0);
        }

        if (memory.Reservation is long reservation && reservation != 0)
        {
            list.Add("memory", "memory.low", Limit(reservation), "memory.reservation");
        }
    }

    private static void AddSwap(LimitList list, long limit, long swap)
    {
        // ORDER: swap before the limit, so that the limit never pushes pages into swap that they may not use.
        if (swap < 0 || (swap == 0 && limit < 0))
        {
            list.Add("memory", "memory.swap.max", "max", "memory.swap", isDefault: true);
        }
        else if (swap > 0)
        {
            if (limit == 0)
            {
                throw LimitList.Unsupported("memory.swap", "is memory and swap together, and needs memory.limit on cgroup v2");
            }

            if (swap < limit)
            {
                throw LimitList.Unsupported("memory.swap", $"is memory and swap together, and must not be below memory.limit '{limit}', got '{swap}'");
            }

            list.Add("memory", "memory.swap.max", LimitList.Text(limit < 0 ? swap : swap - limit), "memory.swap");
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
            list.Add("cpu", "cpu.max", value, quota != 0 ? "cpu.quota" : "cpu.period", isDefault: quota <= 0 && period is 0 or 100_000);
        }

        if (cpu.Burst is ulong burst)
        {
            list.Add("cpu", "cpu.max.burst", LimitList.Text(burst), "cpu.burst", isDefault: burst == 0);
        }

        list.AddCpuset(cpu);
    }

    private static void AddBlockIo(LimitList list, BlockIoLimits? io)
    {
        if (io is null)
        {
            return;
        }

        if (io.LeafWeight is not (null or 0))
        {
            throw LimitList.Unsupported("blockIO.leafWeight", "this host has cgroup v2, which has no leaf weights");
        }

        // bfq keeps the scale of v1.
        if (io.Weight is ushort weight && weight != 0)
        {
            list.Writes.Add(new LimitWrite("io", "io.bfq.weight", LimitList.Text((ulong)weight), "blockIO.weight")
            {
                OtherFile = "io.weight",
                OtherValue = LimitList.Text(IoWeight(weight)),
            });
        }

        for (int i = 0; i < io.WeightDevice.Length; i++)
        {
            AddWeight(list, io.WeightDevice[i], $"blockIO.weightDevice[{i}]");
        }

        AddThrottles(list, io.ThrottleReadBpsDevice, "rbps", "throttleReadBpsDevice");
        AddThrottles(list, io.ThrottleWriteBpsDevice, "wbps", "throttleWriteBpsDevice");
        AddThrottles(list, io.ThrottleReadIopsDevice, "riops", "throttleReadIOPSDevice");
        AddThrottles(list, io.ThrottleWriteIopsDevice, "wiops", "throttleWriteIOPSDevice");
    }

    private static void AddWeight(LimitList list, BlockIoWeight device, string field)
    {
        if (device.LeafWeight is not (null or 0))
        {
            throw LimitList.Unsupported(field + ".leafWeight", "this host has cgroup v2, which has no leaf weights");
        }

        if (device.Weight is ushort weight && weight != 0)
        {
            string key = LimitList.Device(device.Major, device.Minor);
            list.Writes.Add(new LimitWrite("io", "io.bfq.weight", $"{key} {weight}", field)
            {
                OtherFile = "io.weight",
                OtherValue = $"{key} {IoWeight(weight)}",
                Key = key,
                Unset = $"{key} default",
            });
        }
    }

    private static void AddThrottles(LimitList list, BlockIoThrottle[] throttles, string name, string field)
    {
        for (int i = 0; i < throttles.Length; i++)
        {
            // A rate of 0 takes the limit away on v1; here 0 is ERANGE.
            string rate = throttles[i].Rate is ulong value and not 0 ? LimitList.Text(value) : "max";
            list.AddDevice("io", "io.max", throttles[i].Major, throttles[i].Minor, $"{name}={rate}", "rbps=max wbps=max riops=max wiops=max", $"blockIO.{field}[{i}]");
        }
    }

    private static void AddUnified(LimitList list, in NamedValue file)
    {
        string field = $"unified['{file.Name}']";
        int dot = file.Name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == file.Name.Length - 1 || file.Name.Contains('/', StringComparison.Ordinal))
        {
            throw LimitList.Unsupported(field, "must be the name of a file in a cgroup, as in 'memory.high'");
        }

        // Files with a line for each device take one line with each write.
        foreach (ReadOnlySpan<char> line in file.Value.AsSpan().EnumerateLines())
        {
            if (line.Length > 0)
            {
                list.Add(file.Name[..dot], file.Name, line.ToString(), field);
            }
        }
    }

    private static string Limit(long value) => value < 0 ? "max" : LimitList.Text(value);
}
