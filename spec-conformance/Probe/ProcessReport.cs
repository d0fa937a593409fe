// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;

namespace Ocirt.Probe;

/// <summary>What the process was given: arguments, environment, ids, limits, masks. Needs no /proc.</summary>
internal static unsafe class ProcessReport
{
    private const int LimitCount = 16;

    /// <summary>Writes the members.</summary>
    internal static void Write(ref JsonWriter json, int count, byte** arguments, byte** environment)
    {
        json.Name("argv"u8);
        json.BeginArray();
        for (int i = 0; i < count; i++)
        {
            json.Text(arguments[i]);
        }

        json.EndArray();
        json.Name("env"u8);
        json.BeginArray();
        for (; *environment != null; environment++)
        {
            json.Text(*environment);
        }

        json.EndArray();
        WorkingDirectory(ref json);
        Plain(ref json, "pid"u8, SyscallNumber.getpid);
        Plain(ref json, "ppid"u8, SyscallNumber.getppid);
        Plain(ref json, "sid"u8, SyscallNumber.getsid);
        Plain(ref json, "pgid"u8, SyscallNumber.getpgid);
        Ids(ref json, "uids"u8, SyscallNumber.getresuid);
        Ids(ref json, "gids"u8, SyscallNumber.getresgid);
        Groups(ref json);
        json.Name("umask"u8);
        nint mask = Call.Invoke(SyscallNumber.umask, 0);
        Call.Invoke(SyscallNumber.umask, mask);
        json.Number(mask);
        json.Name("personality"u8);

        // 0xffffffff asks without setting.
        json.Number(Call.Invoke(SyscallNumber.personality, unchecked((nint)0xffffffff)));
        json.Name("noNewPrivs"u8);
        json.Number(Call.Invoke(SyscallNumber.prctl, Prctl.PR_GET_NO_NEW_PRIVS));
        Limits(ref json);
    }

    private static void WorkingDirectory(ref JsonWriter json)
    {
        byte* path = stackalloc byte[Call.PathCapacity];
        json.Name("cwd"u8);
        if (Call.Invoke(SyscallNumber.getcwd, (nint)path, Call.PathCapacity) > 0)
        {
            json.Text(path);
        }
        else
        {
            json.Null();
        }
    }

    private static void Plain(ref JsonWriter json, ReadOnlySpan<byte> name, SyscallNumber number)
    {
        json.Name(name);
        json.Number(Call.Invoke(number));
    }

    private static void Ids(ref JsonWriter json, ReadOnlySpan<byte> name, SyscallNumber number)
    {
        uint real = 0;
        uint effective = 0;
        uint saved = 0;
        Call.Invoke(number, (nint)(&real), (nint)(&effective), (nint)(&saved));
        json.Name(name);
        json.BeginObject();
        json.Name("real"u8);
        json.Unsigned(real);
        json.Name("effective"u8);
        json.Unsigned(effective);
        json.Name("saved"u8);
        json.Unsigned(saved);
        json.EndObject();
    }

    private static void Groups(ref JsonWriter json)
    {
        json.Name("groups"u8);
        json.BeginArray();
        int count = (int)Call.Invoke(SyscallNumber.getgroups);
        if (count > 0)
        {
            int errno;
            uint* groups = (uint*)Call.Map(count * sizeof(uint), &errno);
            count = groups == null ? 0 : (int)Call.Invoke(SyscallNumber.getgroups, count, (nint)groups);
            for (int i = 0; i < count; i++)
            {
                json.Unsigned(groups[i]);
            }
        }

        json.EndArray();
    }

    private static void Limits(ref JsonWriter json)
    {
        ulong* limit = stackalloc ulong[2];
        json.Name("rlimits"u8);
        json.BeginObject();
        for (int resource = 0; resource < LimitCount; resource++)
        {
            json.Name(LimitName(resource));
            if (Call.Invoke(SyscallNumber.prlimit64, 0, resource, 0, (nint)limit) != 0)
            {
                json.Null();
                continue;
            }

            json.BeginObject();
            json.Name("soft"u8);
            json.Unsigned(limit[0]);
            json.Name("hard"u8);
            json.Unsigned(limit[1]);
            json.EndObject();
        }

        json.EndObject();
    }

    private static ReadOnlySpan<byte> LimitName(int resource) => resource switch
    {
        0 => "RLIMIT_CPU"u8,
        1 => "RLIMIT_FSIZE"u8,
        2 => "RLIMIT_DATA"u8,
        3 => "RLIMIT_STACK"u8,
        4 => "RLIMIT_CORE"u8,
        5 => "RLIMIT_RSS"u8,
        6 => "RLIMIT_NPROC"u8,
        7 => "RLIMIT_NOFILE"u8,
        8 => "RLIMIT_MEMLOCK"u8,
        9 => "RLIMIT_AS"u8,
        10 => "RLIMIT_LOCKS"u8,
        11 => "RLIMIT_SIGPENDING"u8,
        12 => "RLIMIT_MSGQUEUE"u8,
        13 => "RLIMIT_NICE"u8,
        14 => "RLIMIT_RTPRIO"u8,
        _ => "RLIMIT_RTTIME"u8,
    };
}
