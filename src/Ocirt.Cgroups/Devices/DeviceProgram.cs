// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cgroups.Devices;

/// <summary>
/// Compiles device rules to one eBPF program. It looks at the rules from the last to the first and keeps the access that
/// is still undecided: an allowing rule takes its bits out, and a denying one that meets a bit ends with a refusal.
/// </summary>
public static class DeviceProgram
{
    // linux/bpf.h: class, size or source, and operation of each instruction that is used.
    private const byte LoadWord = 0x61;
    private const byte MoveRegister = 0xbc;
    private const byte MoveNumber = 0xb4;
    private const byte And = 0x54;
    private const byte ShiftRight = 0x74;
    private const byte JumpIfNotEqual = 0x56;
    private const byte JumpIfAnySet = 0x46;
    private const byte Jump = 0x05;
    private const byte Exit = 0x95;

    private const byte Result = 0;
    private const byte Context = 1;
    private const byte Kind = 2;
    private const byte Pending = 3;
    private const byte Major = 4;
    private const byte Minor = 5;

    /// <summary>Compiles the rules.</summary>
    /// <param name="entries">The rules in order; the first one is for all.</param>
    /// <returns>The instructions, each struct bpf_insn as one little-endian word.</returns>
    public static ulong[] Compile(List<DeviceEntry> entries)
    {
        List<ulong> code = new(16 + (entries.Count * 6))
        {
            // struct bpf_cgroup_dev_ctx: access << 16 | kind, major, minor.
            Instruction(LoadWord, Kind, Context, 0, 0),
            Instruction(MoveRegister, Pending, Kind, 0, 0),
            Instruction(ShiftRight, Pending, 0, 0, 16),
            Instruction(And, Kind, 0, 0, 0xffff),
            Instruction(LoadWord, Major, Context, 4, 0),
            Instruction(LoadWord, Minor, Context, 8, 0),
        };
        for (int i = entries.Count - 1; i > 0; i--)
        {
            Add(code, entries[i]);
        }

        code.Add(Instruction(MoveNumber, Result, 0, 0, entries[0].Allow ? 1 : 0));
        code.Add(Instruction(Exit, 0, 0, 0, 0));
        return [.. code];
    }

    private static void Add(List<ulong> code, in DeviceEntry entry)
    {
        // A rule for every access decides at once. One without any test is the first one only, so what follows is reached.
        List<ulong> body = entry.Access == DeviceAccess.All ? Deciding(entry.Allow)
            : entry.Allow ? Allowing(entry) : Denying(entry);
        int tests = (entry.Kind != DeviceKind.Any ? 1 : 0) + (entry.Major >= 0 ? 1 : 0) + (entry.Minor >= 0 ? 1 : 0);
        int skip = tests + body.Count;
        if (entry.Kind != DeviceKind.Any)
        {
            code.Add(Instruction(JumpIfNotEqual, Kind, 0, --skip, (int)entry.Kind));
        }

        if (entry.Major >= 0)
        {
            code.Add(Instruction(JumpIfNotEqual, Major, 0, --skip, (int)entry.Major));
        }

        if (entry.Minor >= 0)
        {
            code.Add(Instruction(JumpIfNotEqual, Minor, 0, --skip, (int)entry.Minor));
        }

        code.AddRange(body);
    }

    private static List<ulong> Deciding(bool allow) =>
    [
        Instruction(MoveNumber, Result, 0, 0, allow ? 1 : 0),
        Instruction(Exit, 0, 0, 0, 0),
    ];

    private static List<ulong> Allowing(in DeviceEntry entry) =>
    [
        Instruction(And, Pending, 0, 0, (int)(DeviceAccess.All & ~entry.Access)),
        Instruction(JumpIfNotEqual, Pending, 0, 2, 0),
        Instruction(MoveNumber, Result, 0, 0, 1),
        Instruction(Exit, 0, 0, 0, 0),
    ];

    private static List<ulong> Denying(in DeviceEntry entry) =>
    [
        Instruction(JumpIfAnySet, Pending, 0, 1, (int)entry.Access),
        Instruction(Jump, 0, 0, 2, 0),
        Instruction(MoveNumber, Result, 0, 0, 0),
        Instruction(Exit, 0, 0, 0, 0),
    ];

    private static ulong Instruction(byte code, byte destination, byte source, int offset, int number) =>
        code | ((ulong)destination << 8) | ((ulong)source << 12) | ((ulong)(ushort)offset << 16) | ((ulong)(uint)number << 32);
}
