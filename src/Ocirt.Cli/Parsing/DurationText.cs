// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

namespace Ocirt.Cli.Parsing;

/// <summary>Times as Go programs take them: numbers with units, as in <c>1h30m</c>, <c>2.5s</c> or <c>500ms</c>.</summary>
internal static class DurationText
{
    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="milliseconds">The time, rounded down.</param>
    /// <returns>False when it is no time, negative or too long.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, out int milliseconds)
    {
        milliseconds = 0;
        double total = 0;
        while (!text.IsEmpty)
        {
            int digits = Count(text, isNumber: true);
            if (digits == 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                return false;
            }

            text = text[digits..];
            ReadOnlySpan<char> unit = text[..Count(text, isNumber: false)];
            text = text[unit.Length..];
            double factor = unit switch
            {
                "ns" => 1e-6,
                "us" or "µs" => 1e-3,
                "ms" => 1,
                "s" => 1000,
                "m" => 60_000,
                "h" => 3_600_000,
                _ => 0,
            };
            if (factor == 0)
            {
                return false;
            }

            total += number * factor;
        }

        if (total is < 0 or > int.MaxValue)
        {
            return false;
        }

        milliseconds = (int)total;
        return true;
    }

    private static int Count(ReadOnlySpan<char> text, bool isNumber)
    {
        int count = 0;
        while (count < text.Length && (char.IsAsciiDigit(text[count]) || text[count] == '.') == isNumber)
        {
            count++;
        }

        return count;
    }
}
