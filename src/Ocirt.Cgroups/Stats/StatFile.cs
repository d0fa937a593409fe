// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups.Stats;

/// <summary>Reads the forms in which cgroups show numbers. What is missing, or no number, is null or left out.</summary>
internal static class StatFile
{
    /// <summary>Reads a file with one number; <c>max</c> is the largest one.</summary>
    internal static ulong? Number(string path) => Parse(CgroupFiles.Read(path));

    /// <summary>Reads the value of a key in a file of <c>key value</c> lines.</summary>
    internal static ulong? Value(string path, string key)
    {
        foreach ((string name, ulong value) in Pairs(path))
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Reads a file of <c>key value</c> lines.</summary>
    internal static List<(string Key, ulong Value)> Pairs(string path)
    {
        List<(string, ulong)> pairs = [];
        foreach (ReadOnlySpan<char> line in (CgroupFiles.Read(path) ?? "").AsSpan().EnumerateLines())
        {
            int space = line.IndexOf(' ');
            if (space > 0 && Parse(line[(space + 1)..]) is ulong value)
            {
                pairs.Add((line[..space].ToString(), value));
            }
        }

        return pairs;
    }

    /// <summary>Reads numbers between spaces.</summary>
    internal static List<ulong> Numbers(string path)
    {
        List<ulong> numbers = [];
        foreach (string word in (CgroupFiles.Read(path) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(word) is ulong number)
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    /// <summary>Reads a list of numbers and ranges, <c>0-2,7</c>.</summary>
    internal static List<ulong> List(string path)
    {
        List<ulong> numbers = [];
        foreach (string part in (CgroupFiles.Read(path) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (Parse(dash < 0 ? part : part[..dash]) is ulong first && Parse(dash < 0 ? part : part[(dash + 1)..]) is ulong last && last - first < 65536)
            {
                for (ulong number = first; number <= last; number++)
                {
                    numbers.Add(number);
                }
            }
        }

        return numbers;
    }

    internal static ulong? Parse(ReadOnlySpan<char> text) =>
        text is "max" ? ulong.MaxValue : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
