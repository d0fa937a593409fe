// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

namespace Ocirt.Spec.Model;

/// <summary>Lists of processors or memory nodes, as in <c>0-3,7</c>; see "List format" in cpuset(7).</summary>
public static class NumberList
{
    /// <summary>The highest number that a list can have; no kernel has more processors or nodes.</summary>
    public const uint Highest = 65535;

    /// <summary>Whether a text is a list.</summary>
    /// <param name="list">The text.</param>
    /// <param name="highest">The highest number in it, which can be above <see cref="Highest"/>; 0 when it is no list.</param>
    public static bool IsValid(ReadOnlySpan<char> list, out uint highest) => TryCount(list, out _, out highest);

    /// <summary>How many numbers a list has; one that is given twice counts twice.</summary>
    /// <param name="list">The text.</param>
    /// <param name="count">The count; 0 when it is no list.</param>
    /// <param name="highest">The highest number in it, which can be above <see cref="Highest"/>; 0 when it is no list.</param>
    /// <returns>Whether the text is a list.</returns>
    public static bool TryCount(ReadOnlySpan<char> list, out long count, out uint highest)
    {
        count = 0;
        highest = 0;
        foreach (Range part in list.Split(','))
        {
            if (!TryRange(list[part], out uint first, out uint last))
            {
                count = 0;
                highest = 0;
                return false;
            }

            count += (long)last - first + 1;
            highest = Math.Max(highest, last);
        }

        return true;
    }

    /// <summary>One bit for each number of a list, in words of 64; empty when it is no list or a number is too high.</summary>
    public static ulong[] ToMask(ReadOnlySpan<char> list)
    {
        if (!IsValid(list, out uint highest) || highest > Highest)
        {
            return [];
        }

        ulong[] mask = new ulong[(highest / 64) + 1];
        foreach (Range part in list.Split(','))
        {
            _ = TryRange(list[part], out uint first, out uint last);
            for (uint number = first; number <= last; number++)
            {
                mask[number / 64] |= 1UL << (int)(number % 64);
            }
        }

        return mask;
    }

    private static bool TryRange(ReadOnlySpan<char> text, out uint first, out uint last)
    {
        ReadOnlySpan<char> range = text.Trim(" \n");
        int dash = range.IndexOf('-');
        last = 0;
        return IsNumber(dash < 0 ? range : range[..dash], out first)
            && IsNumber(dash < 0 ? range : range[(dash + 1)..], out last)
            && first <= last;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
