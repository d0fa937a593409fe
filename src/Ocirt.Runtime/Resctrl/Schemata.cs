// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

namespace Ocirt.Runtime.Resctrl;

/// <summary>Lines of a schemata file: a resource, and for each of its domains what is allotted, as in 'L3:0=7f0;1=1f'.</summary>
internal static class Schemata
{
    /// <summary>The resource of a line.</summary>
    internal static string ResourceOf(string line) => line.Split(':')[0].Trim();

    /// <summary>The lines of a text that are not empty, without blanks at their ends.</summary>
    internal static List<string> LinesOf(string? text)
    {
        List<string> lines = [];
        foreach (string line in (text ?? string.Empty).Split('\n'))
        {
            if (line.Trim() is { Length: > 0 } kept)
            {
                lines.Add(kept);
            }
        }

        return lines;
    }

    /// <summary>Whether a file has what a line asks for, in each domain that it names.</summary>
    /// <param name="file">The lines of the file.</param>
    /// <param name="line">The line.</param>
    internal static bool Has(List<string> file, string line)
    {
        Dictionary<string, string> asked = DomainsOf(line);
        foreach (string other in file)
        {
            if (ResourceOf(other) == ResourceOf(line))
            {
                Dictionary<string, string> there = DomainsOf(other);
                foreach ((string domain, string value) in asked)
                {
                    if (!there.TryGetValue(domain, out string? own) || own != value)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        return false;
    }

    // The kernel writes numbers with leading zeros, or pads them with blanks.
    private static Dictionary<string, string> DomainsOf(string line)
    {
        Dictionary<string, string> domains = [];
        foreach (string part in line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = part.Split('=', 2);
            domains[Number(sides[0])] = Number(sides[^1]);
        }

        return domains;
    }

    private static string Number(string text) =>
        text.Trim().ToLowerInvariant() is var number && number.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
}
