// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <content>The readers of the resources section.</content>
internal ref partial struct ConfigParser
{
    private ResourcesConfig? ReadResourcesConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ResourcesConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("devices"u8)) { Once(ref seen, 0); node.Devices = ReadDeviceRuleList(); }
            else if (name.SequenceEqual("memory"u8)) { Once(ref seen, 1); node.Memory = ReadMemoryLimits(); }
            else if (name.SequenceEqual("cpu"u8)) { Once(ref seen, 2); node.Cpu = ReadCpuLimits(); }
            else if (name.SequenceEqual("pids"u8)) { Once(ref seen, 3); node.Pids = ReadPidsLimit(); }
            else if (name.SequenceEqual("blockIO"u8)) { Once(ref seen, 4); node.BlockIo = ReadBlockIoLimits(); }
            else if (name.SequenceEqual("hugepageLimits"u8)) { Once(ref seen, 5); node.HugepageLimits = ReadHugepageLimitList(); }
            else if (name.SequenceEqual("network"u8)) { Once(ref seen, 6); node.Network = ReadNetworkLimits(); }
            else if (name.SequenceEqual("rdma"u8)) { Once(ref seen, 7); node.Rdma = ReadRdmaLimitMap(); }
            else if (name.SequenceEqual("unified"u8)) { Once(ref seen, 8); node.Unified = ReadMap(); }
            else { SkipUnknown(name, "devices memory cpu pids blockIO hugepageLimits network rdma unified"u8); }
        }

        return node;
    }

    private DeviceRule? ReadDeviceRule()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new DeviceRule(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("allow"u8)) { Once(ref seen, 0); node.Allow = ReadBool(); }
            else if (name.SequenceEqual("type"u8)) { Once(ref seen, 1); node.Type = ReadString(); }
            else if (name.SequenceEqual("major"u8)) { Once(ref seen, 2); node.Major = ReadInt64(); }
            else if (name.SequenceEqual("minor"u8)) { Once(ref seen, 3); node.Minor = ReadInt64(); }
            else if (name.SequenceEqual("access"u8)) { Once(ref seen, 4); node.Access = ReadString(); }
            else { SkipUnknown(name, "allow type major minor access"u8); }
        }

        return node;
    }

    private DeviceRule[] ReadDeviceRuleList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<DeviceRule>();
        while (NextElement(Expected.Object))
        {
            if (ReadDeviceRule() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private MemoryLimits? ReadMemoryLimits()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new MemoryLimits(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("limit"u8)) { Once(ref seen, 0); node.Limit = ReadInt64(); }
            else if (name.SequenceEqual("reservation"u8)) { Once(ref seen, 1); node.Reservation = ReadInt64(); }
            else if (name.SequenceEqual("swap"u8)) { Once(ref seen, 2); node.Swap = ReadInt64(); }
            else if (name.SequenceEqual("kernel"u8)) { Once(ref seen, 3); node.Kernel = ReadInt64(); }
            else if (name.SequenceEqual("kernelTCP"u8)) { Once(ref seen, 4); node.KernelTcp = ReadInt64(); }
            else if (name.SequenceEqual("swappiness"u8)) { Once(ref seen, 5); node.Swappiness = ReadUInt64(); }
            else if (name.SequenceEqual("disableOOMKiller"u8)) { Once(ref seen, 6); node.DisableOomKiller = ReadBool(); }
            else if (name.SequenceEqual("useHierarchy"u8)) { Once(ref seen, 7); node.UseHierarchy = ReadBool(); }
            else if (name.SequenceEqual("checkBeforeUpdate"u8)) { Once(ref seen, 8); node.CheckBeforeUpdate = ReadBool(); }
            else { SkipUnknown(name, "limit reservation swap kernel kernelTCP swappiness disableOOMKiller useHierarchy checkBeforeUpdate"u8); }
        }

        return node;
    }

    private CpuLimits? ReadCpuLimits()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new CpuLimits(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("shares"u8)) { Once(ref seen, 0); node.Shares = ReadUInt64(); }
            else if (name.SequenceEqual("quota"u8)) { Once(ref seen, 1); node.Quota = ReadInt64(); }
            else if (name.SequenceEqual("burst"u8)) { Once(ref seen, 2); node.Burst = ReadUInt64(); }
            else if (name.SequenceEqual("period"u8)) { Once(ref seen, 3); node.Period = ReadUInt64(); }
            else if (name.SequenceEqual("realtimeRuntime"u8)) { Once(ref seen, 4); node.RealtimeRuntime = ReadInt64(); }
            else if (name.SequenceEqual("realtimePeriod"u8)) { Once(ref seen, 5); node.RealtimePeriod = ReadUInt64(); }
            else if (name.SequenceEqual("cpus"u8)) { Once(ref seen, 6); node.Cpus = ReadString(); }
            else if (name.SequenceEqual("mems"u8)) { Once(ref seen, 7); node.Mems = ReadString(); }
            else if (name.SequenceEqual("idle"u8)) { Once(ref seen, 8); node.Idle = ReadInt64(); }
            else { SkipUnknown(name, "shares quota burst period realtimeRuntime realtimePeriod cpus mems idle"u8); }
        }

        return node;
    }

    private PidsLimit? ReadPidsLimit()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new PidsLimit(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("limit"u8)) { Once(ref seen, 0); node.Limit = ReadInt64(); }
            else { SkipUnknown(name, "limit"u8); }
        }

        return node;
    }

    private BlockIoLimits? ReadBlockIoLimits()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new BlockIoLimits(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("weight"u8)) { Once(ref seen, 0); node.Weight = ReadUInt16(); }
            else if (name.SequenceEqual("leafWeight"u8)) { Once(ref seen, 1); node.LeafWeight = ReadUInt16(); }
            else if (name.SequenceEqual("weightDevice"u8)) { Once(ref seen, 2); node.WeightDevice = ReadBlockIoWeightList(); }
            else if (name.SequenceEqual("throttleReadBpsDevice"u8)) { Once(ref seen, 3); node.ThrottleReadBpsDevice = ReadBlockIoThrottleList(); }
            else if (name.SequenceEqual("throttleWriteBpsDevice"u8)) { Once(ref seen, 4); node.ThrottleWriteBpsDevice = ReadBlockIoThrottleList(); }
            else if (name.SequenceEqual("throttleReadIOPSDevice"u8)) { Once(ref seen, 5); node.ThrottleReadIopsDevice = ReadBlockIoThrottleList(); }
            else if (name.SequenceEqual("throttleWriteIOPSDevice"u8)) { Once(ref seen, 6); node.ThrottleWriteIopsDevice = ReadBlockIoThrottleList(); }
            else
            {
                SkipUnknown(
                    name,
                    "weight leafWeight weightDevice throttleReadBpsDevice throttleWriteBpsDevice throttleReadIOPSDevice "u8
                    + "throttleWriteIOPSDevice"u8);
            }
        }

        return node;
    }

    private BlockIoWeight? ReadBlockIoWeight()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new BlockIoWeight(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("major"u8)) { Once(ref seen, 0); node.Major = ReadInt64(); }
            else if (name.SequenceEqual("minor"u8)) { Once(ref seen, 1); node.Minor = ReadInt64(); }
            else if (name.SequenceEqual("weight"u8)) { Once(ref seen, 2); node.Weight = ReadUInt16(); }
            else if (name.SequenceEqual("leafWeight"u8)) { Once(ref seen, 3); node.LeafWeight = ReadUInt16(); }
            else { SkipUnknown(name, "major minor weight leafWeight"u8); }
        }

        return node;
    }

    private BlockIoWeight[] ReadBlockIoWeightList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<BlockIoWeight>();
        while (NextElement(Expected.Object))
        {
            if (ReadBlockIoWeight() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private BlockIoThrottle? ReadBlockIoThrottle()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new BlockIoThrottle(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("major"u8)) { Once(ref seen, 0); node.Major = ReadInt64(); }
            else if (name.SequenceEqual("minor"u8)) { Once(ref seen, 1); node.Minor = ReadInt64(); }
            else if (name.SequenceEqual("rate"u8)) { Once(ref seen, 2); node.Rate = ReadUInt64(); }
            else { SkipUnknown(name, "major minor rate"u8); }
        }

        return node;
    }

    private BlockIoThrottle[] ReadBlockIoThrottleList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<BlockIoThrottle>();
        while (NextElement(Expected.Object))
        {
            if (ReadBlockIoThrottle() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private HugepageLimit? ReadHugepageLimit()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new HugepageLimit(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("pageSize"u8)) { Once(ref seen, 0); node.PageSize = ReadString(); }
            else if (name.SequenceEqual("limit"u8)) { Once(ref seen, 1); node.Limit = ReadUInt64(); }
            else { SkipUnknown(name, "pageSize limit"u8); }
        }

        return node;
    }

    private HugepageLimit[] ReadHugepageLimitList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<HugepageLimit>();
        while (NextElement(Expected.Object))
        {
            if (ReadHugepageLimit() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private NetworkLimits? ReadNetworkLimits()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new NetworkLimits(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("classID"u8)) { Once(ref seen, 0); node.ClassId = ReadUInt32(); }
            else if (name.SequenceEqual("priorities"u8)) { Once(ref seen, 1); node.Priorities = ReadInterfacePriorityList(); }
            else { SkipUnknown(name, "classID priorities"u8); }
        }

        return node;
    }

    private InterfacePriority? ReadInterfacePriority()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new InterfacePriority(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("name"u8)) { Once(ref seen, 0); node.Name = ReadString(); }
            else if (name.SequenceEqual("priority"u8)) { Once(ref seen, 1); node.Priority = ReadUInt32(); }
            else { SkipUnknown(name, "name priority"u8); }
        }

        return node;
    }

    private InterfacePriority[] ReadInterfacePriorityList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<InterfacePriority>();
        while (NextElement(Expected.Object))
        {
            if (ReadInterfacePriority() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private RdmaLimit? ReadRdmaLimit()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new RdmaLimit(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("hcaHandles"u8)) { Once(ref seen, 0); node.HcaHandles = ReadUInt32(); }
            else if (name.SequenceEqual("hcaObjects"u8)) { Once(ref seen, 1); node.HcaObjects = ReadUInt32(); }
            else { SkipUnknown(name, "hcaHandles hcaObjects"u8); }
        }

        return node;
    }

    private RdmaLimit[] ReadRdmaLimitMap()
    {
        if (!EnterObject(out _))
        {
            return [];
        }

        var list = new List<RdmaLimit>();
        Dictionary<string, int>? places = null;
        while (NextKey(out string key))
        {
            if (ReadRdmaLimit() is { } item)
            {
                item.Device = key;
                Keep(list, ref places, key, item);
            }
        }

        return list.ToArray();
    }
}
