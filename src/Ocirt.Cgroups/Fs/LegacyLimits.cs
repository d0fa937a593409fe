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
        if (resources.Unified.Length > 0)
        {
            throw LimitList.Unsupported($"unified['{resources.Unified[0].Name}']", "this host has its controllers on cgroup v1, which has no such files");
        }

        LimitList list = new();
        AddMemory(list, resources.Memory);
        AddCpu(list, resources.Cpu);
        list.AddPids(resources.Pids);
        AddBlockIo(list, resources.BlockIo);
        list.AddHugepages(resources.HugepageLimits, "limit_in_bytes");
        list.AddRdma(resources.Rdma);
        AddNetwork(list, resources.Network);
        return list.Writes;
    }

    private static void AddMemory(LimitList list, MemoryLimits? memory)
    {
        if (memory is null)
        {
            return;
        }

        // Without a limit of memory one of memory and swap makes no sense: -1 stands for both.
        Add("memory.limit_in_bytes", memory.Limit, "memory.limit");
        if (memory is { Limit: -1, Swap: null or 0 })
        {
            list.Add("memory", "memory.memsw.limit_in_bytes", "-1", "memory.limit", isDefault: true);
        }

        Add("memory.memsw.limit_in_bytes", memory.Swap, "memory.swap");
        Add("memory.soft_limit_in_bytes", memory.Reservation, "memory.reservation");
        if (memory.UseHierarchy is bool hierarchy)
        {
            list.Add("memory", "memory.use_hierarchy", hierarchy ? "1" : "0", "memory.useHierarchy", isDefault: hierarchy);
        }

        // Engines written in Go send -1 for 'unset' through an unsigned field.
        if (memory.Swappiness is ulong swappiness and not ulong.MaxValue)
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

        // KERNEL(5.15): an idle cgroup has no shares of its own; writing some is EINVAL.
        if (cpu.Idle is long idle)
        {
            list.Add("cpu", "cpu.idle", LimitList.Text(idle), "cpu.idle", isDefault: idle == 0);
        }

        if (cpu.Idle is not 1)
        {
            Add("cpu.shares", cpu.Shares, "cpu.shares", standard: 1024);
        }

        Add("cpu.cfs_period_us", cpu.Period, "cpu.period", standard: 100_000);
        if (cpu.Quota is long quota && quota != 0)
        {
            list.Add("cpu", "cpu.cfs_quota_us", LimitList.Text(quota), "cpu.quota", isDefault: quota < 0);
        }

        if (cpu.Burst is ulong burst)
        {
            list.Add("cpu", "cpu.cfs_burst_us", LimitList.Text(burst), "cpu.burst", isDefault: burst == 0);
        }

        Add("cpu.rt_period_us", cpu.RealtimePeriod, "cpu.realtimePeriod", standard: 0);
        if (cpu.RealtimeRuntime is long runtime && runtime != 0)
        {
            list.Add("cpu", "cpu.rt_runtime_us", LimitList.Text(runtime), "cpu.realtimeRuntime");
        }

        list.AddCpuset(cpu);

        void Add(string file, ulong? value, string field, ulong standard)
        {
            if (value is ulong number && number != 0)
            {
                list.Add("cpu", file, LimitList.Text(number), field, isDefault: number == standard);
            }
        }
    }

    private static void AddBlockIo(LimitList list, BlockIoLimits? io)
    {
        if (io is null)
        {
            return;
        }

        if (io.Weight is ushort weight && weight != 0)
        {
            list.Writes.Add(new LimitWrite("blkio", "blkio.bfq.weight", LimitList.Text((ulong)weight), "blockIO.weight") { OtherFile = "blkio.weight" });
        }

        if (io.LeafWeight is ushort leaf && leaf != 0)
        {
            list.Add("blkio", "blkio.leaf_weight", LimitList.Text((ulong)leaf), "blockIO.leafWeight");
        }

        for (int i = 0; i < io.WeightDevice.Length; i++)
        {
            AddWeights(list, io.WeightDevice[i], $"blockIO.weightDevice[{i}]");
        }

        AddThrottles(list, io.ThrottleReadBpsDevice, "blkio.throttle.read_bps_device", "throttleReadBpsDevice");
        AddThrottles(list, io.ThrottleWriteBpsDevice, "blkio.throttle.write_bps_device", "throttleWriteBpsDevice");
        AddThrottles(list, io.ThrottleReadIopsDevice, "blkio.throttle.read_iops_device", "throttleReadIOPSDevice");
        AddThrottles(list, io.ThrottleWriteIopsDevice, "blkio.throttle.write_iops_device", "throttleWriteIOPSDevice");
    }

    private static void AddWeights(LimitList list, BlockIoWeight device, string field)
    {
        string key = LimitList.Device(device.Major, device.Minor);
        if (device.Weight is ushort weight && weight != 0)
        {
            list.Writes.Add(new LimitWrite("blkio", "blkio.bfq.weight_device", $"{key} {weight}", field)
            {
                OtherFile = "blkio.weight_device",
                Key = key,
                Unset = $"{key} 0",
            });
        }

        if (device.LeafWeight is ushort leaf && leaf != 0)
        {
            list.AddDevice("blkio", "blkio.leaf_weight_device", device.Major, device.Minor, LimitList.Text((ulong)leaf), "0", field);
        }
    }

    private static void AddThrottles(LimitList list, BlockIoThrottle[] throttles, string file, string field)
    {
        for (int i = 0; i < throttles.Length; i++)
        {
            string rate = LimitList.Text(throttles[i].Rate ?? 0);
            list.AddDevice("blkio", file, throttles[i].Major, throttles[i].Minor, rate, "0", $"blockIO.{field}[{i}]");
        }
    }

    private static void AddNetwork(LimitList list, NetworkLimits? network)
    {
        if (network is null)
        {
            return;
        }

        if (network.ClassId is uint classId && classId != 0)
        {
            list.Add("net_cls", "net_cls.classid", LimitList.Text((ulong)classId), "network.classID");
        }

        for (int i = 0; i < network.Priorities.Length; i++)
        {
            InterfacePriority entry = network.Priorities[i];
            list.Writes.Add(new LimitWrite("net_prio", "net_prio.ifpriomap", $"{entry.Name} {LimitList.Text((ulong)(entry.Priority ?? 0))}", $"network.priorities[{i}]")
            {
                Key = entry.Name,
                Unset = $"{entry.Name} 0",
            });
        }
    }
}
