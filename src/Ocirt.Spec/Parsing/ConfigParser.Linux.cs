// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <content>The readers of the linux section.</content>
internal ref partial struct ConfigParser
{
    private LinuxConfig? ReadLinuxConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new LinuxConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("namespaces"u8)) { Once(ref seen, 0); node.Namespaces = ReadNamespaceConfigList(); }
            else if (name.SequenceEqual("uidMappings"u8)) { Once(ref seen, 1); node.UidMappings = ReadIdMappingList(); }
            else if (name.SequenceEqual("gidMappings"u8)) { Once(ref seen, 2); node.GidMappings = ReadIdMappingList(); }
            else if (name.SequenceEqual("timeOffsets"u8)) { Once(ref seen, 3); node.TimeOffsets = ReadTimeOffsetMap(); }
            else if (name.SequenceEqual("devices"u8)) { Once(ref seen, 4); node.Devices = ReadDeviceConfigList(); }
            else if (name.SequenceEqual("netDevices"u8)) { Once(ref seen, 5); node.NetDevices = ReadNetDeviceConfigMap(); }
            else if (name.SequenceEqual("cgroupsPath"u8)) { Once(ref seen, 6); node.CgroupsPath = ReadString(); }
            else if (name.SequenceEqual("resources"u8)) { Once(ref seen, 7); node.Resources = ReadResourcesConfig(); }
            else if (name.SequenceEqual("intelRdt"u8)) { Once(ref seen, 8); node.IntelRdt = ReadIntelRdtConfig(); }
            else if (name.SequenceEqual("memoryPolicy"u8)) { Once(ref seen, 9); node.MemoryPolicy = ReadMemoryPolicyConfig(); }
            else if (name.SequenceEqual("sysctl"u8)) { Once(ref seen, 10); node.Sysctl = ReadMap(); }
            else if (name.SequenceEqual("seccomp"u8)) { Once(ref seen, 11); node.Seccomp = ReadSeccompConfig(); }
            else if (name.SequenceEqual("rootfsPropagation"u8)) { Once(ref seen, 12); node.RootfsPropagation = ReadString(); }
            else if (name.SequenceEqual("maskedPaths"u8)) { Once(ref seen, 13); node.MaskedPaths = ReadStrings(); }
            else if (name.SequenceEqual("readonlyPaths"u8)) { Once(ref seen, 14); node.ReadonlyPaths = ReadStrings(); }
            else if (name.SequenceEqual("mountLabel"u8)) { Once(ref seen, 15); node.MountLabel = ReadString(); }
            else if (name.SequenceEqual("personality"u8)) { Once(ref seen, 16); node.Personality = ReadPersonalityConfig(); }
            else
            {
                SkipUnknown(
                    name,
                    "namespaces uidMappings gidMappings timeOffsets devices netDevices cgroupsPath resources intelRdt "u8
                    + "memoryPolicy sysctl seccomp rootfsPropagation maskedPaths readonlyPaths mountLabel personality"u8);
            }
        }

        return node;
    }

    private NamespaceConfig? ReadNamespaceConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new NamespaceConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8)) { Once(ref seen, 0); node.Type = ReadString(); }
            else if (name.SequenceEqual("path"u8)) { Once(ref seen, 1); node.Path = ReadString(); }
            else { SkipUnknown(name, "type path"u8); }
        }

        return node;
    }

    private NamespaceConfig[] ReadNamespaceConfigList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<NamespaceConfig>();
        while (NextElement(Expected.Object))
        {
            if (ReadNamespaceConfig() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private TimeOffset? ReadTimeOffset()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new TimeOffset(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("secs"u8)) { Once(ref seen, 0); node.Seconds = ReadInt64(); }
            else if (name.SequenceEqual("nanosecs"u8)) { Once(ref seen, 1); node.Nanoseconds = ReadUInt32(); }
            else { SkipUnknown(name, "secs nanosecs"u8); }
        }

        return node;
    }

    private TimeOffset[] ReadTimeOffsetMap()
    {
        if (!EnterObject(out _))
        {
            return [];
        }

        var list = new List<TimeOffset>();
        Dictionary<string, int>? places = null;
        while (NextKey(out string key))
        {
            if (ReadTimeOffset() is { } item)
            {
                item.Clock = key;
                Keep(list, ref places, key, item);
            }
        }

        return list.ToArray();
    }

    private DeviceConfig? ReadDeviceConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new DeviceConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8)) { Once(ref seen, 0); node.Path = ReadString(); }
            else if (name.SequenceEqual("type"u8)) { Once(ref seen, 1); node.Type = ReadString(); }
            else if (name.SequenceEqual("major"u8)) { Once(ref seen, 2); node.Major = ReadInt64(); }
            else if (name.SequenceEqual("minor"u8)) { Once(ref seen, 3); node.Minor = ReadInt64(); }
            else if (name.SequenceEqual("fileMode"u8)) { Once(ref seen, 4); node.FileMode = ReadUInt32(); }
            else if (name.SequenceEqual("uid"u8)) { Once(ref seen, 5); node.Uid = ReadUInt32(); }
            else if (name.SequenceEqual("gid"u8)) { Once(ref seen, 6); node.Gid = ReadUInt32(); }
            else { SkipUnknown(name, "path type major minor fileMode uid gid"u8); }
        }

        return node;
    }

    private DeviceConfig[] ReadDeviceConfigList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<DeviceConfig>();
        while (NextElement(Expected.Object))
        {
            if (ReadDeviceConfig() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private NetDeviceConfig? ReadNetDeviceConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new NetDeviceConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("name"u8)) { Once(ref seen, 0); node.Name = ReadString(); }
            else { SkipUnknown(name, "name"u8); }
        }

        return node;
    }

    private NetDeviceConfig[] ReadNetDeviceConfigMap()
    {
        if (!EnterObject(out _))
        {
            return [];
        }

        var list = new List<NetDeviceConfig>();
        Dictionary<string, int>? places = null;
        while (NextKey(out string key))
        {
            if (ReadNetDeviceConfig() is { } item)
            {
                item.HostName = key;
                Keep(list, ref places, key, item);
            }
        }

        return list.ToArray();
    }

    private IntelRdtConfig? ReadIntelRdtConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new IntelRdtConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("closID"u8)) { Once(ref seen, 0); node.ClosId = ReadString(); }
            else if (name.SequenceEqual("schemata"u8)) { Once(ref seen, 1); node.Schemata = ReadStrings(); }
            else if (name.SequenceEqual("l3CacheSchema"u8)) { Once(ref seen, 2); node.L3CacheSchema = ReadString(); }
            else if (name.SequenceEqual("memBwSchema"u8)) { Once(ref seen, 3); node.MemBwSchema = ReadString(); }
            else if (name.SequenceEqual("enableMonitoring"u8)) { Once(ref seen, 4); node.EnableMonitoring = ReadBool(); }
            else { SkipUnknown(name, "closID schemata l3CacheSchema memBwSchema enableMonitoring"u8); }
        }

        return node;
    }

    private MemoryPolicyConfig? ReadMemoryPolicyConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new MemoryPolicyConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("mode"u8)) { Once(ref seen, 0); node.Mode = ReadString(); }
            else if (name.SequenceEqual("nodes"u8)) { Once(ref seen, 1); node.Nodes = ReadString(); }
            else if (name.SequenceEqual("flags"u8)) { Once(ref seen, 2); node.Flags = ReadStrings(); }
            else { SkipUnknown(name, "mode nodes flags"u8); }
        }

        return node;
    }

    private PersonalityConfig? ReadPersonalityConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new PersonalityConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("domain"u8)) { Once(ref seen, 0); node.Domain = ReadString(); }
            else if (name.SequenceEqual("flags"u8)) { Once(ref seen, 1); node.Flags = ReadStrings(); }
            else { SkipUnknown(name, "domain flags"u8); }
        }

        return node;
    }
}
