// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <content>The readers of the container section.</content>
internal ref partial struct ConfigParser
{
    private ContainerConfig? ReadContainerConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new ContainerConfig(_source, offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("ociVersion"u8)) { Once(ref seen, 0); node.OciVersion = ReadString(); }
            else if (name.SequenceEqual("process"u8)) { Once(ref seen, 1); node.Process = ReadProcessConfig(); }
            else if (name.SequenceEqual("root"u8)) { Once(ref seen, 2); node.Root = ReadRootConfig(); }
            else if (name.SequenceEqual("hostname"u8)) { Once(ref seen, 3); node.Hostname = ReadString(); }
            else if (name.SequenceEqual("domainname"u8)) { Once(ref seen, 4); node.Domainname = ReadString(); }
            else if (name.SequenceEqual("mounts"u8)) { Once(ref seen, 5); node.Mounts = ReadMountConfigList(); }
            else if (name.SequenceEqual("hooks"u8)) { Once(ref seen, 6); node.Hooks = ReadHooksConfig(); }
            else if (name.SequenceEqual("annotations"u8)) { Once(ref seen, 7); node.Annotations = ReadMap(); }
            else if (name.SequenceEqual("linux"u8)) { Once(ref seen, 8); node.Linux = ReadLinuxConfig(); }
            else { SkipUnknown(name, "ociVersion process root hostname domainname mounts hooks annotations linux solaris windows vm freebsd zos"u8); }
        }

        return node;
    }

    private RootConfig? ReadRootConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new RootConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8)) { Once(ref seen, 0); node.Path = ReadString(); }
            else if (name.SequenceEqual("readonly"u8)) { Once(ref seen, 1); node.Readonly = ReadBool(); }
            else { SkipUnknown(name, "path readonly"u8); }
        }

        return node;
    }

    private MountConfig? ReadMountConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new MountConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("destination"u8)) { Once(ref seen, 0); node.Destination = ReadString(); }
            else if (name.SequenceEqual("type"u8)) { Once(ref seen, 1); node.Type = ReadString(); }
            else if (name.SequenceEqual("source"u8)) { Once(ref seen, 2); node.Source = ReadString(); }
            else if (name.SequenceEqual("options"u8)) { Once(ref seen, 3); node.Options = ReadStrings(); }
            else if (name.SequenceEqual("uidMappings"u8)) { Once(ref seen, 4); node.UidMappings = ReadIdMappingList(); }
            else if (name.SequenceEqual("gidMappings"u8)) { Once(ref seen, 5); node.GidMappings = ReadIdMappingList(); }
            else { SkipUnknown(name, "destination type source options uidMappings gidMappings"u8); }
        }

        return node;
    }

    private MountConfig[] ReadMountConfigList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<MountConfig>();
        while (NextElement(Expected.Object))
        {
            if (ReadMountConfig() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private IdMapping? ReadIdMapping()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new IdMapping(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("containerID"u8)) { Once(ref seen, 0); node.ContainerId = ReadUInt32(); }
            else if (name.SequenceEqual("hostID"u8)) { Once(ref seen, 1); node.HostId = ReadUInt32(); }
            else if (name.SequenceEqual("size"u8)) { Once(ref seen, 2); node.Size = ReadUInt32(); }
            else { SkipUnknown(name, "containerID hostID size"u8); }
        }

        return node;
    }

    private IdMapping[] ReadIdMappingList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<IdMapping>();
        while (NextElement(Expected.Object))
        {
            if (ReadIdMapping() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private HooksConfig? ReadHooksConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new HooksConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("prestart"u8)) { Once(ref seen, 0); node.Prestart = ReadHookConfigList(); }
            else if (name.SequenceEqual("createRuntime"u8)) { Once(ref seen, 1); node.CreateRuntime = ReadHookConfigList(); }
            else if (name.SequenceEqual("createContainer"u8)) { Once(ref seen, 2); node.CreateContainer = ReadHookConfigList(); }
            else if (name.SequenceEqual("startContainer"u8)) { Once(ref seen, 3); node.StartContainer = ReadHookConfigList(); }
            else if (name.SequenceEqual("poststart"u8)) { Once(ref seen, 4); node.Poststart = ReadHookConfigList(); }
            else if (name.SequenceEqual("poststop"u8)) { Once(ref seen, 5); node.Poststop = ReadHookConfigList(); }
            else { SkipUnknown(name, "prestart createRuntime createContainer startContainer poststart poststop"u8); }
        }

        return node;
    }

    private HookConfig? ReadHookConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new HookConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("path"u8)) { Once(ref seen, 0); node.Path = ReadString(); }
            else if (name.SequenceEqual("args"u8)) { Once(ref seen, 1); node.Args = ReadStrings(); }
            else if (name.SequenceEqual("env"u8)) { Once(ref seen, 2); node.Env = ReadStrings(); }
            else if (name.SequenceEqual("timeout"u8)) { Once(ref seen, 3); node.Timeout = ReadInt64(); }
            else { SkipUnknown(name, "path args env timeout"u8); }
        }

        return node;
    }

    private HookConfig[] ReadHookConfigList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<HookConfig>();
        while (NextElement(Expected.Object))
        {
            if (ReadHookConfig() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }
}
