// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Ocirt.Abi.Linux;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>What a compiled filter does with a system call whose arguments are not known.</summary>
public static class FilterVerdict
{
    private const ushort LoadWord = 0x20;
    private const ushort And = 0x54;
    private const ushort Jump = 0x05;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfGreater = 0x25;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAny = 0x45;
    private const ushort Return = 0x06;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;

    /// <summary>The AUDIT_ARCH_* token of this program.</summary>
    public static uint NativeArchitecture { get; } =
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? 0xc00000b7 : 0xc000003e;

    /// <summary>The most that the filter lets through: SECCOMP_RET_ALLOW when some arguments are allowed.</summary>
    /// <param name="filter">An array of struct sock_filter.</param>
    /// <param name="number">The number of the call on this architecture.</param>
    /// <returns>A SECCOMP_RET_* value; SECCOMP_RET_ALLOW also for a filter that is not understood, which the kernel judges.</returns>
    public static uint Of(ReadOnlySpan<byte> filter, SyscallNumber number)
    {
        int count = filter.Length / sizeof(ulong);
        bool[] seen = new bool[count];
        Stack<int> starts = new();
        starts.Push(0);
        uint best = Seccomp.SECCOMP_RET_KILL_PROCESS;
        bool any = false;
        while (starts.TryPop(out int start))
        {
            if (start >= count || seen[start])
            {
                continue;
            }

            seen[start] = true;
            uint? result = Follow(filter, start, number, starts);
            best = result is { } action && (!any || Rank(action) > Rank(best)) ? action : best;
            any |= result is not null;
        }

        return any ? best : Seccomp.SECCOMP_RET_ALLOW;
    }

    /// <summary>Follows one path to its return, or to a comparison of an argument, from where both ways are pushed.</summary>
    private static uint? Follow(ReadOnlySpan<byte> filter, int at, SyscallNumber number, Stack<int> starts)
    {
        uint? accumulator = null;
        for (int count = filter.Length / sizeof(ulong); at < count; at++)
        {
            ReadOnlySpan<byte> instruction = filter.Slice(at * sizeof(ulong), sizeof(ulong));
            uint operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            ushort code = BinaryPrimitives.ReadUInt16LittleEndian(instruction);
            switch (code)
            {
                case LoadWord:
                    accumulator = operand switch { NumberOffset => (uint)number, ArchitectureOffset => NativeArchitecture, _ => null };
                    continue;
                case And:
                    accumulator &= operand;
                    continue;
                case Jump:
                    at += (int)operand;
                    continue;
                case Return:
                    return operand;
            }

            if (accumulator is not { } known)
            {
                starts.Push(at + 1 + instruction[2]);
                starts.Push(at + 1 + instruction[3]);
                return null;
            }

            bool? holds = code switch
            {
                JumpIfEqual => known == operand,
                JumpIfGreater => known > operand,
                JumpIfAtLeast => known >= operand,
                JumpIfAny => (known & operand) != 0,
                _ => null,
            };
            if (holds is not { } taken)
            {
                return Seccomp.SECCOMP_RET_ALLOW;
            }

            at += taken ? instruction[2] : instruction[3];
        }

        return null;
    }

    /// <summary>How much an action lets through; the kernel's own order of actions, as a signed number.</summary>
    private static int Rank(uint action) => (int)(action & 0xffff0000);
}
