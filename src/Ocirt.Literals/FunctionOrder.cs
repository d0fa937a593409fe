// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;
using Mono.Cecil;

namespace Ocirt.Literals;

/// <summary>The functions that ordinary commands run, as <c>make layout</c> recorded them under ilc's names.</summary>
internal sealed class FunctionOrder
{
    private readonly HashSet<string> _names;

    private FunctionOrder(HashSet<string> names) => _names = names;

    /// <summary>Reads an order file.</summary>
    /// <param name="lines">One name of ilc's a line.</param>
    /// <returns>The functions.</returns>
    internal static FunctionOrder Read(IEnumerable<string> lines)
    {
        var names = new HashSet<string>();
        foreach (string line in lines)
        {
            names.Add(WithoutNumber(WithoutArguments(line.Trim())));
        }

        return new FunctionOrder(names);
    }

    /// <summary>Tells whether ordinary commands run a method. All overloads of a name count as one.</summary>
    /// <param name="method">The method.</param>
    /// <returns>True when it is in the list.</returns>
    internal bool Contains(MethodDefinition method) =>
        _names.Contains(WithoutNumber(Mangled(method.Module.Assembly.Name.Name) + "_"
            + Mangled(method.DeclaringType.FullName) + "__" + Mangled(method.Name)));

    // ilc puts an underscore for every character that a symbol cannot have.
    private static string Mangled(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return text.ToString();
    }

    // Type arguments stand in angle brackets.
    private static string WithoutArguments(string name)
    {
        var text = new StringBuilder(name.Length);
        int depth = 0;
        foreach (char character in name)
        {
            depth += character == '<' ? 1 : 0;
            if (depth == 0)
            {
                text.Append(character);
            }

            depth -= character == '>' ? 1 : 0;
        }

        return text.ToString();
    }

    // Overloads are told apart by a number at the end.
    private static string WithoutNumber(string name)
    {
        int end = name.AsSpan().TrimEnd("0123456789").Length;
        return end < name.Length && end > 1 && name[end - 1] == '_' ? name[..(end - 1)] : name;
    }
}
