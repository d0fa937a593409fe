// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ocirt.Cgroups.Systemd;

/// <summary>
/// Reads the annotations <c>org.systemd.property.NAME</c>: values in the text form of GVariant, as in <c>true</c>,
/// <c>'text'</c>, <c>15</c>, <c>uint64 10000000</c> or <c>['a.service', 'b.service']</c>.
/// </summary>
public static class PropertyText
{
    /// <summary>How the annotations begin.</summary>
    public const string Prefix = "org.systemd.property.";

    /// <summary>Reads one annotation.</summary>
    /// <param name="name">Its whole name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The property; one whose name ends in Sec is converted to microseconds and USec.</returns>
    /// <exception cref="CgroupException">The name or the value is malformed.</exception>
    public static UnitProperty Parse(string name, string value)
    {
        string property = name[Prefix.Length..];
        if (property.Length < 3 || property.AsSpan().ContainsAnyExcept(Letters))
        {
            throw new CgroupException($"annotations['{name}']: '{property}' is no name of a systemd property");
        }

        (string signature, object? parsed) = ParseValue(value.Trim());
        if (parsed is null)
        {
            throw new CgroupException($"annotations['{name}']: '{value}' is no value that is understood: write it as in 'true', '15', \"'text'\", 'uint64 5' or \"['a', 'b']\"");
        }

        return property.Length > 3 && property.EndsWith("Sec", StringComparison.Ordinal) && char.IsAsciiLetterLower(property[^4])
            ? new UnitProperty(property[..^3] + "USec", "t", Microseconds(name, value, parsed))
            : new UnitProperty(property, signature, parsed);
    }

    private static System.Buffers.SearchValues<char> Letters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static ulong Microseconds(string name, string value, object seconds) => seconds switch
    {
        long number and >= 0 => (ulong)number * 1_000_000,
        ulong number => number * 1_000_000,
        double number and >= 0 => (ulong)(number * 1_000_000),
        _ => throw new CgroupException($"annotations['{name}']: '{value}' is no number of seconds"),
    };

    private static (string Signature, object? Value) ParseValue(string text)
    {
        if (text is "true" or "false")
        {
            return ("b", text == "true");
        }

        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            return ("as", ParseList(text[1..^1]));
        }

        if (text.Length > 0 && text[0] is '\'' or '"')
        {
            int position = 0;
            string? quoted = ReadQuoted(text, ref position);
            return ("s", position == text.Length ? quoted : null);
        }

        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string type = space < 0 ? "" : text[..space];
        string number = text[(space + 1)..].Trim();
        return type switch
        {
            "" when number.AsSpan().ContainsAny('.', 'e') && !number.StartsWith("0x", StringComparison.Ordinal) => ("d", ReadDouble(number)),
            "" => ("i", ReadSigned(number, int.MinValue, int.MaxValue)),
            "byte" => ("y", ReadUnsigned(number, byte.MaxValue)),
            "int16" => ("n", ReadSigned(number, short.MinValue, short.MaxValue)),
            "uint16" => ("q", ReadUnsigned(number, ushort.MaxValue)),
            "int32" => ("i", ReadSigned(number, int.MinValue, int.MaxValue)),
            "uint32" => ("u", ReadUnsigned(number, uint.MaxValue)),
            "int64" => ("x", ReadSigned(number, long.MinValue, long.MaxValue)),
            "uint64" => ("t", ReadUnsigned(number, ulong.MaxValue)),
            "double" => ("d", ReadDouble(number)),
            "@as" => ("as", number.StartsWith('[') && number.EndsWith(']') ? ParseList(number[1..^1]) : null),
            _ => ("", null),
        };
    }

    private static string[]? ParseList(string text)
    {
        List<string> items = [];
        int position = 0;
        while (true)
        {
            SkipSpaces(text, ref position);
            if (position == text.Length)
            {
                return items.ToArray();
            }

            if (ReadQuoted(text, ref position) is not string item)
            {
                return null;
            }

            items.Add(item);
            SkipSpaces(text, ref position);
            if (position < text.Length && text[position++] != ',')
            {
                return null;
            }
        }
    }

    private static string? ReadQuoted(string text, ref int position)
    {
        char quote = text[position];
        if (quote is not ('\'' or '"'))
        {
            return null;
        }

        System.Text.StringBuilder value = new();
        for (position++; position < text.Length; position++)
        {
            if (text[position] == quote)
            {
                position++;
                return value.ToString();
            }

            if (text[position] == '\\' && position + 1 < text.Length)
            {
                position++;
            }

            value.Append(text[position]);
        }

        return null;
    }

    private static void SkipSpaces(string text, ref int position)
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }
    }

    private static long? ReadSigned(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value : null;

    private static ulong? ReadUnsigned(string text, ulong most)
    {
        bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(isHexadecimal ? text[2..] : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            && value <= most ? value : null;
    }

    private static double? ReadDouble(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
