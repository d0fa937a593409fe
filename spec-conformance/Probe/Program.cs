// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime;
using Ocirt.Abi.Linux;
using Ocirt.Init.Kernel;

namespace Ocirt.Probe;

/// <summary>
/// The entry point of the probe: reports what the process sees as one JSON object on one line of stdout, then
/// sleeps, waits for a signal or exits as asked. README.md lists the options and the members.
/// </summary>
internal static unsafe class Program
{
    /// <summary>The exit status for a wrong command line.</summary>
    private const int ExitUsage = 64;

    /// <summary>The exit status when the report could not be written.</summary>
    private const int ExitOutput = 74;

    private const int BufferCapacity = 4096;

    /// <summary>Called by start.S with the kernel's argument block: argc, argv, NULL, the environment, NULL.</summary>
    [RuntimeExport("ocirt_init_main")]
    internal static int Main(nint* block)
    {
        int count = (int)block[0];
        byte** arguments = (byte**)(block + 1);
        byte** environment = arguments + count + 1;
        Options options = default;
        if (!options.Parse(count, arguments))
        {
            Complain();
            return ExitUsage;
        }

        byte* buffer = stackalloc byte[BufferCapacity];
        JsonWriter json = new(1, buffer, BufferCapacity);
        json.BeginObject();
        Demands.Memory(ref json, options.MemoryMegabytes);
        ProcessReport.Write(ref json, count, arguments, environment);
        KernelReport.Write(ref json);
        FileReport.Write(ref json);
        Demands.Paths(ref json, count, arguments);
        Demands.SystemCalls(ref json, count, arguments);
        json.EndObject();

        // ORDER: blocked before the report is out, so that whoever has read it may send the signal at once.
        int signals = options.WaitsForSignal ? BlockSignals() : -1;
        json.EndLine();
        Sleep(options.SleepSeconds);
        if (options.WaitsForSignal)
        {
            json.Number(NextSignal(signals));
            json.EndLine();
        }

        return json.Failed ? ExitOutput : options.ExitStatus;
    }

    /// <summary>Blocks every signal and answers a signalfd for them: pid 1 gets those too that have no handler.</summary>
    private static int BlockSignals()
    {
        ulong all = ~0UL;
        Call.Invoke(SyscallNumber.rt_sigprocmask, Signal.SIG_SETMASK, (nint)(&all), 0, sizeof(ulong));
        return (int)Call.Invoke(SyscallNumber.signalfd4, -1, (nint)(&all), sizeof(ulong), Fcntl.O_CLOEXEC);
    }

    /// <summary>The number of the next signal, or a negated errno.</summary>
    private static int NextSignal(int signals)
    {
        const int recordSize = 128;
        byte* record = stackalloc byte[recordSize];
        nint got = Call.Read(signals, record, recordSize);
        return got == recordSize ? *(int*)record : (int)got;
    }

    private static void Sleep(int seconds)
    {
        long* time = stackalloc long[2];
        time[0] = seconds;
        time[1] = 0;

        // EINTR is 4: the kernel has written what is left.
        while (seconds > 0 && Call.Invoke(SyscallNumber.nanosleep, (nint)time, (nint)time) == -4)
        {
        }
    }

    private static void Complain()
    {
        ReadOnlySpan<byte> usage =
            "ocirt-probe: usage: ocirt-probe [--path P]... [--syscall NR]... [--memory MB] [--sleep S] [--signal-wait] [--exit N]\n"u8;
        fixed (byte* text = usage)
        {
            RawSyscall.Invoke((nint)SyscallNumber.write, 2, (nint)text, usage.Length, 0, 0, 0);
        }
    }
}
