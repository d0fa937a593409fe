// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <content>The readers of the seccomp section.</content>
internal ref partial struct ConfigParser
{
    private SeccompConfig? ReadSeccompConfig()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new SeccompConfig(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("defaultAction"u8)) { Once(ref seen, 0); node.DefaultAction = ReadString(); }
            else if (name.SequenceEqual("defaultErrnoRet"u8)) { Once(ref seen, 1); node.DefaultErrnoRet = ReadUInt32(); }
            else if (name.SequenceEqual("architectures"u8)) { Once(ref seen, 2); node.Architectures = ReadStrings(); }
            else if (name.SequenceEqual("flags"u8)) { Once(ref seen, 3); node.Flags = ReadStrings(); }
            else if (name.SequenceEqual("listenerPath"u8)) { Once(ref seen, 4); node.ListenerPath = ReadString(); }
            else if (name.SequenceEqual("listenerMetadata"u8)) { Once(ref seen, 5); node.ListenerMetadata = ReadString(); }
            else if (name.SequenceEqual("syscalls"u8)) { Once(ref seen, 6); node.Syscalls = ReadSeccompRuleList(); }
            else { SkipUnknown(name, "defaultAction defaultErrnoRet architectures flags listenerPath listenerMetadata syscalls"u8); }
        }

        return node;
    }

    private SeccompRule? ReadSeccompRule()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new SeccompRule(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("names"u8)) { Once(ref seen, 0); node.Names = ReadStrings(); }
            else if (name.SequenceEqual("action"u8)) { Once(ref seen, 1); node.Action = ReadString(); }
            else if (name.SequenceEqual("errnoRet"u8)) { Once(ref seen, 2); node.ErrnoRet = ReadUInt32(); }
            else if (name.SequenceEqual("args"u8)) { Once(ref seen, 3); node.Args = ReadSeccompArgumentList(); }
            else { SkipUnknown(name, "names action errnoRet args"u8); }
        }

        return node;
    }

    private SeccompRule[] ReadSeccompRuleList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<SeccompRule>();
        while (NextElement(Expected.Object))
        {
            if (ReadSeccompRule() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }

    private SeccompArgument? ReadSeccompArgument()
    {
        if (!EnterObject(out int offset))
        {
            return null;
        }

        var node = new SeccompArgument(offset);
        ulong seen = 0;
        while (NextField(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("index"u8)) { Once(ref seen, 0); node.Index = ReadUInt32(); }
            else if (name.SequenceEqual("value"u8)) { Once(ref seen, 1); node.Value = ReadUInt64(); }
            else if (name.SequenceEqual("valueTwo"u8)) { Once(ref seen, 2); node.ValueTwo = ReadUInt64(); }
            else if (name.SequenceEqual("op"u8)) { Once(ref seen, 3); node.Op = ReadString(); }
            else { SkipUnknown(name, "index value valueTwo op"u8); }
        }

        return node;
    }

    private SeccompArgument[] ReadSeccompArgumentList()
    {
        if (!EnterArray())
        {
            return [];
        }

        var list = new List<SeccompArgument>();
        while (NextElement(Expected.Object))
        {
            if (ReadSeccompArgument() is { } item)
            {
                list.Add(item);
            }
        }

        return list.ToArray();
    }
}
