// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <content>The readers of the process section.</content>
internal ref partial struct ConfigParser
{
    private ProcessConfig? ReadProcessConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ProcessConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("terminal"u8)) { Once(ref seen, 0); node.Terminal = ReadBool(); }
            else if (name.SequenceEqual("consoleSize"u8)) { Once(ref seen, 1); node.ConsoleSize = ReadConsoleSize(); }
            else if (name.SequenceEqual("user"u8)) { Once(ref seen, 2); node.User = ReadUserConfig(); }
            else if (name.SequenceEqual("args"u8)) { Once(ref seen, 3); node.Args = ReadStrings(); }
            else if (name.SequenceEqual("env"u8)) { Once(ref seen, 4); node.Env = ReadStrings(); }
            else if (name.SequenceEqual("cwd"u8)) { Once(ref seen, 5); node.Cwd = ReadString(); }
            else if (name.SequenceEqual("capabilities"u8)) { Once(ref seen, 6); node.Capabilities = ReadCapabilitySets(); }
            else if (name.SequenceEqual("rlimits"u8)) { Once(ref seen, 7); node.Rlimits = ReadResourceLimitList(); }
            else if (name.SequenceEqual("noNewPrivileges"u8)) { Once(ref seen, 8); node.NoNewPrivileges = ReadBool(); }
            else if (name.SequenceEqual("apparmorProfile"u8)) { Once(ref seen, 9); node.ApparmorProfile = ReadString(); }
            else if (name.SequenceEqual("oomScoreAdj"u8)) { Once(ref seen, 10); node.OomScoreAdj = ReadInt32(); }
            else if (name.SequenceEqual("selinuxLabel"u8)) { Once(ref seen, 11); node.SelinuxLabel = ReadString(); }
            else if (name.SequenceEqual("scheduler"u8)) { Once(ref seen, 12); node.Scheduler = ReadSchedulerConfig(); }
            else if (name.SequenceEqual("ioPriority"u8)) { Once(ref seen, 13); node.IoPriority = ReadIoPriorityConfig(); }
            else if (name.SequenceEqual("execCPUAffinity"u8)) { Once(ref seen, 14); node.ExecCpuAffinity = ReadExecCpuAffinity(); }
            else
            {
                SkipUnknown(
                    name,
                    "terminal consoleSize user args env cwd capabilities rlimits noNewPrivileges apparmorProfile "u8
                    + "oomScoreAdj selinuxLabel scheduler ioPriority execCPUAffinity commandLine"u8);
            }
        }

        return node;
    }

    private ConsoleSize? ReadConsoleSize()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ConsoleSize(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("height"u8)) { Once(ref seen, 0); node.Height = ReadUInt32(); }
            else if (name.SequenceEqual("width"u8)) { Once(ref seen, 1); node.Width = ReadUInt32(); }
            else { SkipUnknown(name, "height width"u8); }
        }

        return node;
    }

    private UserConfig? ReadUserConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new UserConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("uid"u8)) { Once(ref seen, 0); node.Uid = ReadUInt32(); }
            else if (name.SequenceEqual("gid"u8)) { Once(ref seen, 1); node.Gid = ReadUInt32(); }
            else if (name.SequenceEqual("umask"u8)) { Once(ref seen, 2); node.Umask = ReadUInt32(); }
            else if (name.SequenceEqual("additionalGids"u8)) { Once(ref seen, 3); node.AdditionalGids = ReadUInt32s(); }
            else if (name.SequenceEqual("username"u8)) { Once(ref seen, 4); node.Username = ReadString(); }
            else { SkipUnknown(name, "uid gid umask additionalGids username"u8); }
        }

        return node;
    }

    private CapabilitySets? ReadCapabilitySets()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new CapabilitySets(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("bounding"u8)) { Once(ref seen, 0); node.Bounding = ReadStrings(); }
            else if (name.SequenceEqual("effective"u8)) { Once(ref seen, 1); node.Effective = ReadStrings(); }
            else if (name.SequenceEqual("inheritable"u8)) { Once(ref seen, 2); node.Inheritable = ReadStrings(); }
            else if (name.SequenceEqual("permitted"u8)) { Once(ref seen, 3); node.Permitted = ReadStrings(); }
            else if (name.SequenceEqual("ambient"u8)) { Once(ref seen, 4); node.Ambient = ReadStrings(); }
            else { SkipUnknown(name, "bounding effective inheritable permitted ambient"u8); }
        }

        return node;
    }

    private ResourceLimit? ReadResourceLimit()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ResourceLimit(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8)) { Once(ref seen, 0); node.Type = ReadString(); }
            else if (name.SequenceEqual("soft"u8)) { Once(ref seen, 1); node.Soft = ReadUInt64(); }
            else if (name.SequenceEqual("hard"u8)) { Once(ref seen, 2); node.Hard = ReadUInt64(); }
            else { SkipUnknown(name, "type soft hard"u8); }
        }

        return node;
    }

    private ResourceLimit[] ReadResourceLimitList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<ResourceLimit>();
        while (NextElement(Expected.Object))
        {
            if (ReadResourceLimit() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private SchedulerConfig? ReadSchedulerConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new SchedulerConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("policy"u8)) { Once(ref seen, 0); node.Policy = ReadString(); }
            else if (name.SequenceEqual("nice"u8)) { Once(ref seen, 1); node.Nice = ReadInt32(); }
            else if (name.SequenceEqual("priority"u8)) { Once(ref seen, 2); node.Priority = ReadInt32(); }
            else if (name.SequenceEqual("flags"u8)) { Once(ref seen, 3); node.Flags = ReadStrings(); }
            else if (name.SequenceEqual("runtime"u8)) { Once(ref seen, 4); node.Runtime = ReadUInt64(); }
            else if (name.SequenceEqual("deadline"u8)) { Once(ref seen, 5); node.Deadline = ReadUInt64(); }
            else if (name.SequenceEqual("period"u8)) { Once(ref seen, 6); node.Period = ReadUInt64(); }
            else { SkipUnknown(name, "policy nice priority flags runtime deadline period"u8); }
        }

        return node;
    }

    private IoPriorityConfig? ReadIoPriorityConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new IoPriorityConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("class"u8)) { Once(ref seen, 0); node.Class = ReadString(); }
            else if (name.SequenceEqual("priority"u8)) { Once(ref seen, 1); node.Priority = ReadInt32(); }
            else { SkipUnknown(name, "class priority"u8); }
        }

        return node;
    }

    private ExecCpuAffinity? ReadExecCpuAffinity()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ExecCpuAffinity(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("initial"u8)) { Once(ref seen, 0); node.Initial = ReadString(); }
            else if (name.SequenceEqual("final"u8)) { Once(ref seen, 1); node.Final = ReadString(); }
            else { SkipUnknown(name, "initial final"u8); }
        }

        return node;
    }
}
