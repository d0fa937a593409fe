// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cgroups.Tests.Devices;

/// <summary>Runs the few eBPF instructions that device programs have.</summary>
internal static class BpfInterpreter
{
    internal static uint Run(ulong[] program, uint kind, uint access, uint major, uint minor)
    {
        uint[] context = [access << 16 | kind, major, minor];
        uint[] registers = new uint[11];
        for (int at = 0; ; at++)
        {
            ulong word = program[at];
            int destination = (int)(word >> 8 & 15);
            int source = (int)(word >> 12 & 15);
            short offset = (short)(word >> 16);
            uint number = (uint)(word >> 32);
            switch ((byte)word)
            {
                case 0x61:
                    source.RequireContext();
                    registers[destination] = context[offset / 4];
                    break;
                case 0xbc: registers[destination] = registers[source]; break;
                case 0xb4: registers[destination] = number; break;
                case 0x54: registers[destination] &= number; break;
                case 0x74: registers[destination] >>= (int)number; break;
                case 0x56: at += registers[destination] != number ? offset : 0; break;
                case 0x46: at += (registers[destination] & number) != 0 ? offset : 0; break;
                case 0x05: at += offset; break;
                case 0x95: return registers[0];
                default: throw new InvalidOperationException($"instruction {at}: {word:x16}");
            }
        }
    }

    private static void RequireContext(this int register)
    {
        if (register != 1)
        {
            throw new InvalidOperationException("only the context is read");
        }
    }
}
