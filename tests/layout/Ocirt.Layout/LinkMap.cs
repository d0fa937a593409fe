// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Ocirt.Layout;

/// <summary>Which section of native code lies where, as the map of GNU ld tells it.</summary>
internal sealed class LinkMap
{
    private readonly SortedList<ulong, (ulong End, string Pattern)> _sections = [];

    /// <summary>Reads a map.</summary>
    internal LinkMap(string path)
    {
        string section = "";
        foreach (string line in File.ReadLines(path))
        {
            // ' SECTION ADDRESS SIZE FILE', with a line break behind a long name of a section.
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(" .", StringComparison.Ordinal))
            {
                section = words[0];
                words = words[1..];
            }

            if (words is [string address, string size, string file] && TryHex(address, out ulong from) && TryHex(size, out ulong length)
                && length != 0 && section.StartsWith(".text", StringComparison.Ordinal))
            {
                _sections[from] = (from + length, Pattern(file, section));
            }
        }
    }

    /// <summary>The section at an address, as a linker script names it; null where none of native code lies.</summary>
    internal string? Find(ulong address)
    {
        int low = 0, high = _sections.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sections.GetKeyAtIndex(middle) <= address ? (middle + 1, high) : (low, middle);
        }

        return low != 0 && address < _sections.GetValueAtIndex(low - 1).End ? _sections.GetValueAtIndex(low - 1).Pattern : null;
    }

    private static bool TryHex(string text, out ulong value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>'/usr/lib/libc.a(malloc.o)' and '.text' as '*libc.a:malloc.o(.text)'; other objects as '*main.o(.text)'.</summary>
    private static string Pattern(string file, string section)
    {
        int member = file.IndexOf('(', StringComparison.Ordinal);
        return member < 0 ? $"*{Path.GetFileName(file)}({section})" : $"*{Path.GetFileName(file[..member])}:{file[(member + 1)..^1]}({section})";
    }
}
