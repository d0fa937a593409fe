// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>The id mappings of a user namespace, as /proc/PID/uid_map and gid_map take them; see user_namespaces(7).</summary>
/// <param name="Uids">A line for each range: the first id inside, the first id outside, how many.</param>
/// <param name="Gids">The same for groups.</param>
/// <param name="JoinedPath">Where an existing namespace with the wanted mappings is, in place of both; or empty.</param>
public sealed record IdMaps(string Uids, string Gids, string JoinedPath = "")
{
    /// <summary>The mappings of a configuration.</summary>
    public static IdMaps From(ReadOnlySpan<IdMapping> uids, ReadOnlySpan<IdMapping> gids) => new(Lines(uids), Lines(gids));

    /// <summary>The id that a process takes to act as root: 0 where it is mapped, otherwise the first that is.</summary>
    public static uint RootOf(ReadOnlySpan<IdMapping> mappings)
    {
        foreach (IdMapping mapping in mappings)
        {
            if (mapping.ContainerId == 0)
            {
                return 0;
            }
        }

        return mappings.IsEmpty ? 0 : mappings[0].ContainerId ?? 0;
    }

    private static string Lines(ReadOnlySpan<IdMapping> mappings)
    {
        var text = new StringBuilder();
        foreach (IdMapping mapping in mappings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{mapping.ContainerId} {mapping.HostId} {mapping.Size}\n");
        }

        return text.ToString();
    }
}
