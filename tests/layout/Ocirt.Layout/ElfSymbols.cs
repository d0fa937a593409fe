// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Ocirt.Layout;

/// <summary>The functions of a 64-bit ELF file, by the address at which they begin; see elf(5).</summary>
internal sealed class ElfSymbols
{
    private const int STT_FUNC = 2, STT_GNU_IFUNC = 10, SHT_SYMTAB = 2, SymbolSize = 24, SectionSize = 64;

    private readonly byte[] _file;
    private readonly Dictionary<ulong, List<string>> _functions = [];

    /// <summary>Reads the symbol table of a file.</summary>
    /// <exception cref="InvalidDataException">The file has no symbol table.</exception>
    internal ElfSymbols(string path)
    {
        _file = File.ReadAllBytes(path);
        Entry = Read<ulong>(24);
        long sections = Read<long>(40);
        int count = Read<ushort>(60);
        for (int i = 0; i < count; i++)
        {
            long header = sections + ((long)i * SectionSize);
            if (Read<uint>(header + 4) == SHT_SYMTAB)
            {
                long names = sections + (Read<uint>(header + 40) * (long)SectionSize);
                ReadSymbols(Read<long>(header + 24), Read<long>(header + 32), Read<long>(names + 24));
                return;
            }
        }

        throw new InvalidDataException($"'{path}' has no symbol table");
    }

    /// <summary>The address at which the program is entered.</summary>
    internal ulong Entry { get; }

    /// <summary>The names of the functions at each address: folded functions share one.</summary>
    internal IReadOnlyDictionary<ulong, List<string>> Functions => _functions;

    private void ReadSymbols(long offset, long size, long names)
    {
        for (long at = offset; at < offset + size; at += SymbolSize)
        {
            // Only what has a size is a function for certain; labels within assembly have none.
            if ((_file[at + 4] & 0xf) is not (STT_FUNC or STT_GNU_IFUNC) || Read<ulong>(at + 16) == 0)
            {
                continue;
            }

            ulong address = Read<ulong>(at + 8);
            if (!_functions.TryGetValue(address, out List<string>? known))
            {
                _functions[address] = known = [];
            }

            known.Add(Name(names + Read<uint>(at)));
        }
    }

    private string Name(long offset)
    {
        ReadOnlySpan<byte> text = _file.AsSpan((int)offset);
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
    }

    private T Read<T>(long offset)
        where T : struct => MemoryMarshal.Read<T>(_file.AsSpan((int)offset));
}
