// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;

namespace Ocirt.Probe;

/// <summary>What the kernel says about the process: names, namespaces, mounts, cgroups, status. Members are null without /proc.</summary>
internal static unsafe class KernelReport
{
    private const int BufferCapacity = 4096;
    private const int LineCapacity = 256;

    /// <summary>The size of one text of uname(2), in bytes.</summary>
    private const int NameSize = 65;

    /// <summary>Writes the members.</summary>
    internal static void Write(ref JsonWriter json)
    {
        byte* names = stackalloc byte[6 * NameSize];
        Call.Invoke(SyscallNumber.uname, (nint)names);
        json.Name("hostname"u8);
        json.Text(names + NameSize);
        json.Name("kernel"u8);
        json.Text(names + (2 * NameSize));
        json.Name("domainname"u8);
        json.Text(names + (5 * NameSize));
        Namespaces(ref json);
        json.Name("mounts"u8);
        Lines(ref json, "/proc/self/mountinfo"u8);
        json.Name("cgroup"u8);
        Lines(ref json, "/proc/self/cgroup"u8);
        json.Name("oomScoreAdj"u8);
        OomScore(ref json);
        Status(ref json);
    }

    private static void Namespaces(ref JsonWriter json)
    {
        json.Name("namespaces"u8);
        int directory = Call.Open("/proc/self/ns"u8, Fcntl.O_PATH | FcntlArch.O_DIRECTORY);
        if (directory < 0)
        {
            json.Null();
            return;
        }

        json.BeginObject();
        Namespace(ref json, directory, "cgroup"u8);
        Namespace(ref json, directory, "ipc"u8);
        Namespace(ref json, directory, "mnt"u8);
        Namespace(ref json, directory, "net"u8);
        Namespace(ref json, directory, "pid"u8);
        Namespace(ref json, directory, "pid_for_children"u8);
        Namespace(ref json, directory, "time"u8);
        Namespace(ref json, directory, "time_for_children"u8);
        Namespace(ref json, directory, "user"u8);
        Namespace(ref json, directory, "uts"u8);
        json.EndObject();
        Call.Close(directory);
    }

    private static void Namespace(ref JsonWriter json, int directory, ReadOnlySpan<byte> name)
    {
        byte* target = stackalloc byte[Call.PathCapacity];
        int length;
        fixed (byte* path = name)
        {
            length = Call.ReadLink(directory, path, target);
        }

        json.Name(name);
        if (length < 0)
        {
            json.Null();
        }
        else
        {
            json.Text(target, length);
        }
    }

    /// <summary>A file as an array of its lines, or null.</summary>
    private static void Lines(ref JsonWriter json, ReadOnlySpan<byte> path)
    {
        int descriptor = Call.Open(path, Fcntl.O_RDONLY);
        if (descriptor < 0)
        {
            json.Null();
            return;
        }

        byte* buffer = stackalloc byte[BufferCapacity];
        ByteReader reader = new(descriptor, buffer, BufferCapacity);
        bool inside = false;
        json.BeginArray();
        for (int value = reader.Next(); value >= 0; value = reader.Next())
        {
            if (!inside)
            {
                json.BeginText();
                inside = true;
            }

            if (value == '\n')
            {
                json.EndText();
                inside = false;
            }
            else
            {
                json.TextByte((byte)value);
            }
        }

        if (inside)
        {
            json.EndText();
        }

        json.EndArray();
        Call.Close(descriptor);
    }

    private static void OomScore(ref JsonWriter json)
    {
        byte* text = stackalloc byte[LineCapacity];
        int descriptor = Call.Open("/proc/self/oom_score_adj"u8, Fcntl.O_RDONLY);
        nint length = descriptor < 0 ? -1 : Call.Read(descriptor, text, LineCapacity - 1);
        if (descriptor >= 0)
        {
            Call.Close(descriptor);
        }

        if (length <= 0)
        {
            json.Null();
            return;
        }

        text[text[length - 1] == (byte)'\n' ? length - 1 : length] = 0;
        bool negative = text[0] == (byte)'-';
        int number = Options.Number(text + (negative ? 1 : 0));
        json.Number(negative ? -number : number);
    }

    /// <summary>The members that come from /proc/self/status, each null where the file has no such line.</summary>
    private static void Status(ref JsonWriter json)
    {
        json.Name("capabilities"u8);
        json.BeginObject();
        StatusField(ref json, "inheritable"u8, "CapInh:"u8, isNumber: false);
        StatusField(ref json, "permitted"u8, "CapPrm:"u8, isNumber: false);
        StatusField(ref json, "effective"u8, "CapEff:"u8, isNumber: false);
        StatusField(ref json, "bounding"u8, "CapBnd:"u8, isNumber: false);
        StatusField(ref json, "ambient"u8, "CapAmb:"u8, isNumber: false);
        json.EndObject();
        StatusField(ref json, "seccomp"u8, "Seccomp:"u8, isNumber: true);
        StatusField(ref json, "seccompFilters"u8, "Seccomp_filters:"u8, isNumber: true);
        json.Name("signals"u8);
        json.BeginObject();
        StatusField(ref json, "blocked"u8, "SigBlk:"u8, isNumber: false);
        StatusField(ref json, "ignored"u8, "SigIgn:"u8, isNumber: false);
        StatusField(ref json, "caught"u8, "SigCgt:"u8, isNumber: false);
        json.EndObject();
    }

    private static void StatusField(ref JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key, bool isNumber)
    {
        json.Name(name);
        int descriptor = Call.Open("/proc/self/status"u8, Fcntl.O_RDONLY);
        if (descriptor < 0)
        {
            json.Null();
            return;
        }

        byte* buffer = stackalloc byte[BufferCapacity];
        byte* line = stackalloc byte[LineCapacity];
        ByteReader reader = new(descriptor, buffer, BufferCapacity);
        bool found = false;
        while (!found && reader.Line(line, LineCapacity) >= 0)
        {
            found = Starts(line, key);
        }

        Call.Close(descriptor);
        byte* value = line + key.Length;
        if (!found)
        {
            json.Null();
            return;
        }

        while (*value is (byte)'\t' or (byte)' ')
        {
            value++;
        }

        if (isNumber)
        {
            json.Number(Options.Number(value));
        }
        else
        {
            json.Text(value);
        }
    }

    private static bool Starts(byte* line, ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < key.Length; i++)
        {
            if (line[i] != key[i])
            {
                return false;
            }
        }

        return true;
    }
}
