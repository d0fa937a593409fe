// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace Ocirt.Faults;

/// <summary>
/// Runs one command of ocirt under ptrace(2), with the processes that it starts up to the point where they become the
/// program of the container, writes down the calls that change something, and makes one of them go wrong.
/// </summary>
internal sealed unsafe class Tracer
{
    /// <summary>How long a command may take, in milliseconds, before it counts as hanging.</summary>
    private const int Deadline = 30_000;

    /// <summary>The places of rax and orig_rax in struct user_regs_struct.</summary>
    private const int Rax = 80, OrigRax = 120, RegistersSize = 27 * 8;

    private readonly Dictionary<int, Tracee> _tracees = [];
    private readonly Dictionary<Point, int> _seen = [];

    /// <summary>What has ended or was let go: the parent's report of a child can come after that, and would have it waited for forever.</summary>
    private readonly HashSet<int> _gone = [];
    private readonly Lock _lock = new();
    private readonly Point? _target;
    private readonly Fault _fault;
    private int _brain;
    private int _processes;

    private Tracer(Point? target, Fault fault)
    {
        _target = target;
        _fault = fault;
    }

    /// <summary>The calls that change something, in order.</summary>
    internal List<Point> Points { get; } = [];

    /// <summary>Whether the point was reached and the fault happened.</summary>
    internal bool Reached { get; private set; }

    /// <summary>Whether the command had to be killed after the deadline.</summary>
    internal bool Hung { get; private set; }

    /// <summary>The exit code of the command, 128 and more for a signal.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command with its arguments.</param>
    /// <param name="output">The file for its output.</param>
    /// <param name="init">A waiting process of a container that takes part as 'stage2'; 0 for none.</param>
    /// <param name="terminal">The device that the command has as its terminal, or null.</param>
    /// <param name="target">The point at which the fault happens; null only writes down the points.</param>
    /// <param name="fault">What happens there.</param>
    internal static Tracer Run(string[] command, string output, int init, string? terminal, Point? target, Fault fault)
    {
        Tracer tracer = new(target, fault);
        string script = terminal is null ? "read -r line; exec \"$@\" </dev/null" : $"read -r line; exec \"$@\" <{terminal} >{terminal}";
        (int pid, int input) = Kernel.Spawn(["/bin/sh", "-c", script, "sh", .. command], output, withInput: true);
        tracer._brain = pid;
        tracer.Attach(pid, new Tracee { Role = "brain" });
        if (init != 0)
        {
            tracer._processes = 2;
            tracer.Attach(init, new Tracee { Role = "stage2", Counts = true });
        }

        Kernel.Release(input);
        using Timer watchdog = new(_ => tracer.KillAll(), null, Deadline, Timeout.Infinite);
        tracer.Loop();
        return tracer;
    }

    private void Attach(int pid, Tracee tracee)
    {
        if (Kernel.ptrace(Kernel.PTRACE_SEIZE, pid, null, (void*)Kernel.TraceOptions) != 0)
        {
            throw new IOException($"ptrace(PTRACE_SEIZE, {pid}) failed, error {Marshal.GetLastPInvokeError()}");
        }

        lock (_lock)
        {
            _tracees[pid] = tracee;
        }

        Kernel.ptrace(Kernel.PTRACE_INTERRUPT, pid, null, null);
    }

    private void KillAll()
    {
        lock (_lock)
        {
            Hung = true;
            foreach (int pid in _tracees.Keys)
            {
                Kernel.kill(pid, Kernel.SIGKILL);
            }
        }
    }

    private void Loop()
    {
        while (_tracees.Count != 0)
        {
            int status;
            int pid = Kernel.waitpid(-1, &status, Kernel.__WALL);
            if (pid < 0)
            {
                if (Marshal.GetLastPInvokeError() == Kernel.EINTR)
                {
                    continue;
                }

                return;
            }

            if ((status & 0xff) != 0x7f)
            {
                Ended(pid, status);
            }
            else
            {
                Stopped(pid, (status >> 8) & 0xff, status >> 16);
            }
        }
    }

    private void Ended(int pid, int status)
    {
        lock (_lock)
        {
            _tracees.Remove(pid);
            _gone.Add(pid);
        }

        if (pid != _brain)
        {
            return;
        }

        ExitCode = Kernel.ExitCode(status);
        foreach ((int other, Tracee tracee) in _tracees)
        {
            // Created containers wait on: they are let go at their next stop.
            tracee.LetGo = true;
            Kernel.ptrace(Kernel.PTRACE_INTERRUPT, other, null, null);
        }
    }

    private void Stopped(int pid, int signal, int stopEvent)
    {
        Tracee tracee = Find(pid);
        if (tracee.LetGo && stopEvent is (0 or Kernel.PTRACE_EVENT_STOP))
        {
            Detach(pid, signal is Kernel.SIGTRAP or (Kernel.SIGTRAP | 0x80) || stopEvent != 0 ? 0 : signal);
            return;
        }

        long pass = 0;
        if (signal == (Kernel.SIGTRAP | 0x80))
        {
            SystemCall(pid, tracee);
        }
        else if (stopEvent is Kernel.PTRACE_EVENT_FORK or Kernel.PTRACE_EVENT_VFORK or Kernel.PTRACE_EVENT_CLONE)
        {
            ulong child;
            Kernel.ptrace(Kernel.PTRACE_GETEVENTMSG, pid, null, &child);
            if (!_gone.Contains((int)child))
            {
                Find((int)child);
            }
        }
        else if (stopEvent == Kernel.PTRACE_EVENT_EXEC)
        {
            tracee.Counts = true;
            if (tracee.Role is not ("brain" or "stage1"))
            {
                Detach(pid, 0);
                return;
            }
        }
        else if (stopEvent == Kernel.PTRACE_EVENT_STOP && signal != Kernel.SIGTRAP)
        {
            Kernel.ptrace(Kernel.PTRACE_LISTEN, pid, null, null);
            return;
        }
        else if (stopEvent == 0)
        {
            pass = signal;
        }

        Kernel.ptrace(Kernel.PTRACE_SYSCALL, pid, null, (void*)pass);
    }

    private bool ExitIsKnown() => !_tracees.ContainsKey(_brain);

    private void Detach(int pid, int signal)
    {
        Kernel.ptrace(Kernel.PTRACE_DETACH, pid, null, (void*)(nint)signal);
        lock (_lock)
        {
            _tracees.Remove(pid);
            _gone.Add(pid);
        }
    }

    /// <summary>The process, which may be new: its first stop can come before its parent's report of it.</summary>
    private Tracee Find(int pid)
    {
        if (_tracees.TryGetValue(pid, out Tracee? known))
        {
            return known;
        }

        Tracee tracee = new() { Role = "thread" };
        if (IsProcess(pid))
        {
            _processes++;
            tracee = new Tracee { Role = string.Create(CultureInfo.InvariantCulture, $"stage{_processes}"), Counts = true };
        }

        tracee.LetGo = ExitIsKnown();
        lock (_lock)
        {
            _tracees[pid] = tracee;
        }

        return tracee;
    }

    private static bool IsProcess(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").Any(line =>
                line.StartsWith("Tgid:", StringComparison.Ordinal) && int.Parse(line["Tgid:".Length..], CultureInfo.InvariantCulture) == pid);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A process is at the entry of a system call, or at its return.</summary>
    private void SystemCall(int pid, Tracee tracee)
    {
        // struct ptrace_syscall_info: what kind of stop, then from byte 24 the number and the arguments.
        ulong* info = stackalloc ulong[16];
        if (Kernel.ptrace(Kernel.PTRACE_GET_SYSCALL_INFO, pid, (void*)128, info) <= 0)
        {
            return;
        }

        bool isEntry = *(byte*)info == 1;
        if (!isEntry)
        {
            if (tracee.Fails)
            {
                tracee.Fails = false;
                SetRegister(pid, Rax, -(long)_fault);
            }

            return;
        }

        int number = (int)info[3];
        if (!tracee.Counts || !SystemCalls.Changes(number, new ReadOnlySpan<ulong>(info + 4, 6)))
        {
            return;
        }

        Point kind = new(tracee.Role, number, 0);
        int occurrence = _seen[kind] = _seen.GetValueOrDefault(kind) + 1;
        Point point = kind with { Occurrence = occurrence };
        Points.Add(point);
        if (point != _target)
        {
            return;
        }

        Reached = true;
        if (_fault == Fault.Terminate)
        {
            Kernel.kill(pid, Kernel.SIGTERM);
            return;
        }

        // No such call: it is skipped.
        SetRegister(pid, OrigRax, -1);
        if (_fault == Fault.Kill)
        {
            Kernel.kill(pid, Kernel.SIGKILL);
        }
        else
        {
            tracee.Fails = true;
        }
    }

    private static void SetRegister(int pid, int offset, long value)
    {
        byte* registers = stackalloc byte[RegistersSize];
        Kernel.ptrace(Kernel.PTRACE_GETREGS, pid, null, registers);
        *(long*)(registers + offset) = value;
        Kernel.ptrace(Kernel.PTRACE_SETREGS, pid, null, registers);
    }

    /// <summary>One traced thread.</summary>
    private sealed class Tracee
    {
        /// <summary>Which process it is.</summary>
        internal required string Role { get; init; }

        /// <summary>Whether its calls are points.</summary>
        internal bool Counts { get; set; }

        /// <summary>Whether the call that it is in has to fail.</summary>
        internal bool Fails { get; set; }

        /// <summary>Whether it is no longer of interest.</summary>
        internal bool LetGo { get; set; }
    }
}
