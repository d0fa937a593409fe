// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Ocirt.Layout;

/// <summary>Records which functions of ocirt run in a command, and writes the order in which they are to lie.</summary>
internal static class Program
{
    private const string Usage = """
        usage: Ocirt.Layout record SYMBOLS TRACE COMMAND [ARGUMENT...]
               Ocirt.Layout order SYMBOLS MAP TRACE MANAGED NATIVE
        """;

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["record", string symbols, string trace, .. { Length: > 0 } command]:
                return Record(new ElfSymbols(symbols), trace, command);
            case ["order", string symbols, string map, string trace, string managed, string native]:
                Order(new ElfSymbols(symbols), new LinkMap(map), trace, managed, native);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    /// <summary>Appends the addresses of what a command calls to a file.</summary>
    private static int Record(ElfSymbols symbols, string trace, string[] command)
    {
        (IReadOnlyList<ulong> order, int exitCode) = Recorder.Run(symbols, command, trace + ".output");
        File.AppendAllLines(trace, order.Select(address => address.ToString("x", CultureInfo.InvariantCulture)));
        Console.WriteLine($"{order.Count,5} functions in {string.Join(' ', command.Skip(3))}");
        return exitCode;
    }

    /// <summary>Makes the two files of the order from what all commands have called, first things first.</summary>
    private static void Order(ElfSymbols symbols, LinkMap map, string trace, string managed, string native)
    {
        List<string> methods = [], sections = [];
        HashSet<string> known = [];
        foreach (ulong address in File.ReadLines(trace).Distinct().Select(line => ulong.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))
        {
            if (map.Find(address) is not { } section)
            {
                methods.AddRange(symbols.Functions[address]);
            }
            else if (known.Add(section))
            {
                sections.Add(section);
            }
        }

        File.WriteAllLines(managed, methods);
        File.WriteAllLines(native, [
            "/* Written by 'make layout': the native code that runs in ordinary commands, in the order of its first call. */",
            "SECTIONS",
            "{",
            "  .text.ordered :",
            "  {",
            .. sections.Select(section => $"    {section}"),
            "  }",
            "}",
            "INSERT BEFORE .text;",
        ]);
        Console.WriteLine($"{methods.Count} managed functions, {sections.Count} sections of native code");
    }
}
