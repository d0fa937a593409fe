// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

namespace Ocirt.Spec.Model;

/// <summary>
/// The id mappings that the option 'idmap=' or 'ridmap=' gives a mount, as crun takes them: 'uids=0-1000-10#20-2000-1;gids=...',
/// each range the first id of the file system, the first one outside of it, and how many. A range with '@' before it ends
/// in ids of the container, which its own mappings take to those outside.
/// </summary>
public sealed class MountIdMap
{
    private MountIdMap(List<IdMapping> uids, List<IdMapping> gids, string? fault)
    {
        Uids = [.. uids];
        Gids = [.. gids];
        Fault = fault;
    }

    /// <summary>The ranges of user ids.</summary>
    public IdMapping[] Uids { get; }

    /// <summary>The ranges of group ids.</summary>
    public IdMapping[] Gids { get; }

    /// <summary>What is wrong with the text, for people; null for nothing.</summary>
    public string? Fault { get; }

    /// <summary>Whether a mount option is one of the two, with a value or an empty one.</summary>
    /// <param name="option">The option.</param>
    public static bool IsOption(string option) =>
        option.StartsWith("idmap=", StringComparison.Ordinal) || option.StartsWith("ridmap=", StringComparison.Ordinal);

    /// <summary>Reads the value of an option.</summary>
    /// <param name="value">What stands behind the first '='; not empty.</param>
    /// <param name="linux">The mappings of the container.</param>
    public static MountIdMap Read(string value, LinuxConfig? linux)
    {
        List<IdMapping> uids = [];
        List<IdMapping> gids = [];
        foreach (string part in value.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isUids = part.StartsWith("uids=", StringComparison.Ordinal);
            if (!isUids && !part.StartsWith("gids=", StringComparison.Ordinal))
            {
                return new MountIdMap([], [], $"'{part}' is neither 'uids=' nor 'gids='");
            }

            foreach (string range in part["uids=".Length..].Split('#', StringSplitOptions.RemoveEmptyEntries))
            {
                if (ReadRange(range, (isUids ? linux?.UidMappings : linux?.GidMappings) ?? [], isUids ? uids : gids) is string fault)
                {
                    return new MountIdMap([], [], fault);
                }
            }
        }

        return new MountIdMap(uids, gids, uids.Count == 0 ? "has no 'uids='" : gids.Count == 0 ? "has no 'gids='" : null);
    }

    private static string? ReadRange(string text, IdMapping[] container, List<IdMapping> ranges)
    {
        bool isRelative = text[0] == '@';
        string[] numbers = (isRelative ? text[1..] : text).Split('-');
        if (numbers.Length != 3
            || !uint.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint inside)
            || !uint.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint outside)
            || !uint.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint size)
            || size == 0 || (ulong)inside + size > uint.MaxValue || (ulong)outside + size > uint.MaxValue)
        {
            return $"'{text}' is no range";
        }

        if (isRelative)
        {
            IdMapping? own = Array.Find(container, entry => outside >= entry.ContainerId && (ulong)outside + size <= (ulong)entry.ContainerId!.Value + (entry.Size ?? 0));
            if (own?.HostId is not uint host)
            {
                return $"'{text}' lies in no single range of the container's own mappings";
            }

            outside = outside - own.ContainerId!.Value + host;
        }

        ranges.Add(new IdMapping(0) { ContainerId = inside, HostId = outside, Size = size });
        return null;
    }
}
