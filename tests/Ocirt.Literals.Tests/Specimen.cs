// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Literals.Tests;

/// <summary>Code that the tests rewrite, load and run.</summary>
public static class Specimen
{
    /// <summary>Filled by a static constructor, as the tables of the product are.</summary>
    public static readonly string Table = "a table of text";

    /// <summary>Has a name and a piece of prose.</summary>
    public static string Tell(int value) => value > 0 ? $"{value} is more than nothing" : "zero";

    /// <summary>Has texts that are hard to encode.</summary>
    public static string Unusual(bool isBroken) => isBroken ? "half \ud83d of a pair" : "größer \ud83d\ude00 \0 ende";

    /// <summary>Has branches over literals, and an exception with one in its handler.</summary>
    public static string Choose(string name)
    {
        try
        {
            return name switch
            {
                "one" => "the first",
                "two" => "the second",
                "three" => "the third",
                "" => string.Empty,
                _ => throw new ArgumentException("no such name: " + name, nameof(name)),
            };
        }
        catch (ArgumentException e) when (e.ParamName == "name")
        {
            return "refused: " + e.Message;
        }
    }
}
