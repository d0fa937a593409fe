// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Init.Kernel;

namespace Ocirt.Init.Tests;

/// <summary>A kernel that writes down what it is asked, answers as a friendly one would, and fails on demand.</summary>
internal readonly unsafe struct RecordingKernel : IKernel
{
    [ThreadStatic]
    private static Recording? s_recording;

    /// <summary>What the current test recorded.</summary>
    internal static Recording Current
    {
        get => s_recording ?? throw new InvalidOperationException("no recording");
        set => s_recording = value;
    }

    /// <inheritdoc/>
    public static nint Invoke(SyscallNumber number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        Recording recording = Current;
        int index = recording.Calls.Count;
        recording.Calls.Add(Describe(number, a, b, c, d, e));
        if (recording.FailAt == index)
        {
            return -recording.FailWith;
        }

        if (recording.FailFor is { } rule && rule.Call == number && recording.Calls[index].EndsWith(rule.Ending, StringComparison.Ordinal))
        {
            return -rule.Error;
        }

        return recording.Answers.TryGetValue(number, out nint fixedAnswer) ? fixedAnswer : Answer(recording, number, a, b, c, d, e);
    }

    /// <inheritdoc/>
    public static nint SignalExit => 0x5160;

    private static nint Answer(Recording recording, SyscallNumber number, nint a, nint b, nint c, nint d, nint e)
    {
        switch (number)
        {
            case SyscallNumber.clock_gettime when a == 1 && b != 0:
                ((long*)b)[0] = recording.Milliseconds / 1000;
                ((long*)b)[1] = recording.Milliseconds % 1000 * 1_000_000;
                return 0;
            case SyscallNumber.openat or SyscallNumber.openat2:
                string path = Marshal.PtrToStringUTF8(b)!;
                recording.Opened[recording.NextDescriptor] = path;
                if (number == SyscallNumber.openat2)
                {
                    recording.Resolved[path] = ((OpenHow*)c)->Resolve;
                }

                if (recording.Files.TryGetValue(path, out string? content))
                {
                    recording.Pipes[(int)recording.NextDescriptor] = new([Encoding.UTF8.GetBytes(content)]);
                }

                return recording.NextDescriptor++;
            case SyscallNumber.fstatfs:
                *(ulong*)b = recording.FileSystem;
                return 0;
            case SyscallNumber.fsopen or SyscallNumber.fsmount or SyscallNumber.open_tree or SyscallNumber.socket:
                return recording.NextDescriptor++;
            case SyscallNumber.ioctl:
                return recording.NamespaceKind;
            case SyscallNumber.statx:
                Statx about = default;
                about.Mode = (ushort)(recording.StatMode == 0 ? Stat.S_IFREG | 0x1ED : recording.StatMode);
                about.Inode = 1;
                if ((c & Fcntl.AT_EMPTY_PATH) != 0 && recording.Opened.TryGetValue(a, out string? file) && recording.OpenedModes.TryGetValue(file, out uint mode))
                {
                    about.Mode = (ushort)mode;
                }

                if (recording.MountIds.Count != 0)
                {
                    about.Mask = Stat.STATX_MNT_ID;
                    about.MountId = recording.Opened.TryGetValue(a, out string? opened) && recording.MountIds.TryGetValue(opened, out uint id) ? id : recording.MountIds[""];
                }

                *(Statx*)e = about;
                return 0;
            case SyscallNumber.getdents64 when recording.Entry is { } entry:
                recording.Entry = null;
                byte[] name = Encoding.UTF8.GetBytes(entry + "\0");
                *(ushort*)(b + 16) = (ushort)(19 + name.Length);
                Marshal.Copy(name, 0, b + 19, name.Length);
                return 19 + name.Length;
            case SyscallNumber.getcwd:
                Marshal.Copy(Encoding.ASCII.GetBytes(recording.WorkingDirectory + "\0"), 0, a, recording.WorkingDirectory.Length + 1);
                return recording.WorkingDirectory.Length + 1;
            case SyscallNumber.readlinkat when recording.LinkText is { } text:
                Marshal.Copy(Encoding.ASCII.GetBytes(text), 0, c, text.Length);
                return text.Length;
            case SyscallNumber.sendmsg:
                recording.Messages.Add(ReadMessage(b));
                return InitMessage.Size;
            case SyscallNumber.recvmsg:
                recording.OnReceive();
                return recording.BrainIsGone ? 0 : recording.Lent != 0 ? Lend(recording, b) : Fill(recording, b);
            case SyscallNumber.prctl when a == Prctl.PR_CAPBSET_DROP && b > Capability.CAP_LAST_KNOWN:
                return -Errno.EINVAL;
            case SyscallNumber.accept4:
                return recording.NextDescriptor++;
            case SyscallNumber.getsockopt when recording.Peers.TryGetValue(a, out uint user):
                ((uint*)d)[1] = user;
                return 0;
            case SyscallNumber.socketpair:
                ((int*)d)[0] = (int)recording.NextDescriptor++;
                ((int*)d)[1] = (int)recording.NextDescriptor++;
                return 0;
            case SyscallNumber.pipe2:
                ((int*)a)[0] = (int)recording.NextDescriptor++;
                ((int*)a)[1] = (int)recording.NextDescriptor++;
                return 0;
            case SyscallNumber.clone when c == 0:
                return recording.ClonedPid;
            case SyscallNumber.clone:
                *(int*)c = (int)recording.NextDescriptor++;
                return recording.HookPid;
            case SyscallNumber.ppoll:
                return Poll(recording, (short*)a, c);
            case SyscallNumber.read:
                return Read(recording, a, b);
            case SyscallNumber.wait4:
                *(int*)b = recording.HookStatus;
                return a;
            case SyscallNumber.exit_group:
                throw new ProcessEnded();
            case SyscallNumber.clone3:
                return recording.ClonedPid;
            default:
                return 0;
        }
    }

    private static InitMessage ReadMessage(nint header) => *(InitMessage*)*(nint*)((nint*)header)[2];

    /// <summary>A question is answered, once; else what comes by itself comes.</summary>
    private static LateSlot NextSlot(Recording recording)
    {
        bool isAsked = recording.Messages.Count > recording.Answered && recording.Messages[^1].Kind == MessageKind.Await;
        recording.Answered = recording.Messages.Count;
        return !isAsked && recording.Unasked.TryDequeue(out LateSlot unasked) ? unasked
            : recording.Messages.Count == 0 ? LateSlot.None
            : (LateSlot)recording.Messages[^1].Value;
    }

    private static nint Fill(Recording recording, nint header)
    {
        nint* parts = (nint*)((nint*)header)[2];
        FillMessage* head = (FillMessage*)parts[0];
        LateSlot slot = NextSlot(recording);
        byte[] data = slot == LateSlot.Home ? Encoding.ASCII.GetBytes(recording.Home) : [];
        *head = new FillMessage { Kind = MessageKind.Fill, Slot = slot, DataLength = (uint)data.Length };
        Marshal.Copy(data, 0, parts[2], data.Length);
        ((nint*)header)[5] = 0;
        if (slot == LateSlot.Start && recording.StartSocket >= 0)
        {
            head->DescriptorCount = 1;
            nint* control = (nint*)((nint*)header)[4];
            control[0] = 16 + sizeof(int);
            ((int*)control)[4] = recording.StartSocket;
            ((nint*)header)[5] = 24;
            recording.StartSocket = -1;
        }

        int[] handed = recording.HandedOver;
        if (handed.Length != 0)
        {
            head->DescriptorCount = (uint)handed.Length;
            ((nint*)header)[5] = 16 + (handed.Length * sizeof(int));
            nint control = ((nint*)header)[4];
            *(nint*)control = 16 + (handed.Length * sizeof(int));
            Marshal.Copy(handed, 0, control + 16, handed.Length);
        }

        return FillMessage.Size + data.Length;
    }

    private static nint Lend(Recording recording, nint header)
    {
        nint* control = (nint*)((nint*)header)[4];
        control[0] = 16 + sizeof(int);
        ((int*)control)[4] = recording.Lent;
        ((nint*)header)[5] = 24;
        return InitMessage.Size;
    }

    /// <summary>Both descriptors are readable; or nothing is, and the time that was asked for has passed.</summary>
    private static nint Poll(Recording recording, short* entries, nint timeout)
    {
        if (recording.HookHangs && timeout != 0)
        {
            recording.Milliseconds += (((long*)timeout)[0] * 1000) + (((long*)timeout)[1] / 1_000_000);
            return 0;
        }

        const int Returned = 3;
        entries[Returned] = (short)(*(int*)entries >= 0 ? 1 : 0);
        entries[4 + Returned] = 1;
        return 2;
    }

    private static nint Read(Recording recording, nint descriptor, nint buffer)
    {
        if (!recording.Pipes.TryGetValue((int)descriptor, out Queue<byte[]>? pieces) || !pieces.TryDequeue(out byte[]? piece))
        {
            return 0;
        }

        Marshal.Copy(piece, 0, buffer, piece.Length);
        return piece.Length;
    }

    private static string Describe(SyscallNumber number, nint a, nint b, nint c, nint d, nint e) => number switch
    {
        SyscallNumber.openat or SyscallNumber.openat2 or SyscallNumber.mkdirat or SyscallNumber.mknodat => Line($"{number} {a} {Text(b)}"),
        SyscallNumber.open_tree => Line($"{number} {a} {Text(b)}"),
        SyscallNumber.fsopen or SyscallNumber.chdir or SyscallNumber.execve => Line($"{number} {Text(a)}"),
        SyscallNumber.fsconfig => Line($"{number} {a} {b} {Text(c)} {(b == 1 ? Text(d) : string.Empty)}").TrimEnd(),
        SyscallNumber.symlinkat => Line($"{number} {Text(a)} {b} {Text(c)}"),
        SyscallNumber.sethostname or SyscallNumber.setdomainname => Line($"{number} {Text(a)}"),
        SyscallNumber.mount when e != 0 => Line($"{number} {Text(b)} {d} {Text(e)}"),
        SyscallNumber.mount => Line($"{number} {Text(b)} {d}"),
        SyscallNumber.fchmod => Line($"{number} {a} {b}"),
        SyscallNumber.move_mount => Line($"{number} {a} {c}"),
        SyscallNumber.sendmsg or SyscallNumber.recvmsg or SyscallNumber.clock_gettime or SyscallNumber.pipe2 or SyscallNumber.ppoll or SyscallNumber.statx or SyscallNumber.getcwd => number.ToString(),
        SyscallNumber.pivot_root or SyscallNumber.umount2 or SyscallNumber.capset or SyscallNumber.seccomp or SyscallNumber.prlimit64 or SyscallNumber.setgroups => number.ToString(),
        SyscallNumber.kill => Line($"{number} {a} {b}"),
        SyscallNumber.rt_sigaction => Line($"{number} {a} {((nint*)b)[0]:x}"),
        SyscallNumber.dup3 => Line($"{number} {a} {b}"),
        SyscallNumber.set_mempolicy => Line($"{number} {a} {(b == 0 ? 0 : *(ulong*)b)} {c}"),
        _ => Line($"{number} {a}"),
    };

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static string Text(nint pointer) => pointer == 0 ? "null" : "'" + Marshal.PtrToStringUTF8(pointer) + "'";
}
