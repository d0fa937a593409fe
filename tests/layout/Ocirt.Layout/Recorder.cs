// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ocirt.Faults;

namespace Ocirt.Layout;

/// <summary>
/// Runs a command of ocirt under ptrace(2) with a breakpoint at the beginning of every function, and writes down which
/// are called, in order. Its threads are followed, and its children until they execute another program.
/// </summary>
internal sealed unsafe class Recorder
{
    /// <summary>int3, the instruction that stops.</summary>
    private const byte Breakpoint = 0xcc;

    /// <summary>The place of rip in struct user_regs_struct.</summary>
    private const int Rip = 128, RegistersSize = 27 * 8;

    /// <summary>The entry of the auxiliary vector that holds where the program is entered; see getauxval(3).</summary>
    private const ulong AT_ENTRY = 9;

    private readonly ElfSymbols _symbols;
    private readonly Dictionary<ulong, byte> _replaced = [];
    private readonly HashSet<ulong> _called = [];
    private readonly List<ulong> _order = [];
    private SafeFileHandle? _memory;
    private ulong _base;

    private Recorder(ElfSymbols symbols) => _symbols = symbols;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="symbols">The functions of the executable, or of the one that it was before its symbols were cut off.</param>
    /// <param name="command">The command with its arguments.</param>
    /// <param name="output">The file for its output.</param>
    /// <returns>The addresses of the functions in the order of their first calls, as the file has them, and the exit code.</returns>
    internal static (IReadOnlyList<ulong> Order, int ExitCode) Run(ElfSymbols symbols, string[] command, string output)
    {
        Recorder recorder = new(symbols);
        // The shell waits until it is traced; the command is what it becomes then.
        (int pid, int input) = Kernel.Spawn(["/bin/sh", "-c", "read -r line; exec \"$@\" </dev/null", "sh", .. command], output, withInput: true);
        if (Kernel.ptrace(Kernel.PTRACE_SEIZE, pid, null, (void*)(Kernel.TraceOptions & ~Kernel.PTRACE_O_TRACESYSGOOD)) != 0)
        {
            throw new IOException($"ptrace(PTRACE_SEIZE, {pid}) failed, error {Marshal.GetLastPInvokeError()}");
        }

        Kernel.Release(input);
        int exitCode = recorder.Loop(pid);
        recorder._memory?.Dispose();
        return (recorder._order, exitCode);
    }

    private int Loop(int main)
    {
        while (true)
        {
            int status;
            int pid = Kernel.waitpid(-1, &status, Kernel.__WALL);
            if (pid < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == Kernel.EINTR)
                {
                    continue;
                }

                throw new IOException($"waitpid failed, error {error}");
            }

            if ((status & 0xff) == 0x7f)
            {
                Stopped(pid, isMain: pid == main, signal: (status >> 8) & 0xff, stopEvent: status >> 16);
            }
            else if (pid == main)
            {
                return Kernel.ExitCode(status);
            }
        }
    }

    private void Stopped(int pid, bool isMain, int signal, int stopEvent)
    {
        long request = Kernel.PTRACE_CONT;
        nint pass = 0;
        if (stopEvent == Kernel.PTRACE_EVENT_EXEC)
        {
            if (isMain && _memory is null)
            {
                SetBreakpoints(pid);
            }
            else
            {
                request = Kernel.PTRACE_DETACH;
            }
        }
        else if (stopEvent == Kernel.PTRACE_EVENT_STOP && signal != Kernel.SIGTRAP)
        {
            request = Kernel.PTRACE_LISTEN;
        }
        else if (stopEvent == 0 && !(signal == Kernel.SIGTRAP && PassBreakpoint(pid)))
        {
            pass = signal;
        }

        Kernel.ptrace(request, pid, null, (void*)pass);
    }

    private void SetBreakpoints(int pid)
    {
        _base = EntryOf(pid) - _symbols.Entry;
        _memory = File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.ReadWrite);
        ulong first = _symbols.Functions.Keys.Min();
        byte[] code = new byte[_symbols.Functions.Keys.Max() - first + 1];
        int read = RandomAccess.Read(_memory, code, (long)(_base + first));
        if (read != code.Length)
        {
            throw new IOException($"/proc/{pid}/mem: {read} of {code.Length} bytes could be read");
        }

        foreach (ulong address in _symbols.Functions.Keys)
        {
            _replaced[address] = code[address - first];
            code[address - first] = Breakpoint;
        }

        RandomAccess.Write(_memory, code, (long)(_base + first));
    }

    private static ulong EntryOf(int pid)
    {
        ReadOnlySpan<byte> vector = File.ReadAllBytes($"/proc/{pid}/auxv");
        while (BinaryPrimitives.ReadUInt64LittleEndian(vector) != AT_ENTRY)
        {
            vector = vector[16..];
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(vector[8..]);
    }

    /// <summary>Lets a thread go on behind a breakpoint, which is gone for all threads then.</summary>
    /// <returns>False for a stop of another cause.</returns>
    private bool PassBreakpoint(int pid)
    {
        byte* registers = stackalloc byte[RegistersSize];
        Kernel.ptrace(Kernel.PTRACE_GETREGS, pid, null, registers);
        ulong at = *(ulong*)(registers + Rip) - 1;
        if (!_replaced.TryGetValue(at - _base, out byte replaced))
        {
            return false;
        }

        // Two threads can have met the same one.
        if (_called.Add(at - _base))
        {
            _order.Add(at - _base);
            RandomAccess.Write(_memory!, [replaced], (long)at);
        }

        *(ulong*)(registers + Rip) = at;
        Kernel.ptrace(Kernel.PTRACE_SETREGS, pid, null, registers);
        return true;
    }
}
