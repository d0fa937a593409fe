// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cgroups;

/// <summary>Lists of words between spaces, as the kernel writes controllers.</summary>
internal static class Words
{
    /// <summary>Whether a list has a word.</summary>
    internal static bool Has(string words, ReadOnlySpan<char> word)
    {
        foreach (Range range in words.AsSpan().Split(' '))
        {
            if (words.AsSpan(range).SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
