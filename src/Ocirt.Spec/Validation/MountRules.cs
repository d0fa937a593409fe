// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The mounts (config.md, Mounts).</summary>
internal static class MountRules
{
    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        foreach (MountConfig mount in config.Mounts)
        {
            CheckDestination(mount, bag);
            CheckType(mount, bag);
            NamespaceRules.CheckMappings(mount, bag, "uidMappings", mount.UidMappings);
            NamespaceRules.CheckMappings(mount, bag, "gidMappings", mount.GidMappings);
            if (mount.UidMappings.Length > 0 != mount.GidMappings.Length > 0)
            {
                (string given, string missing) = mount.UidMappings.Length > 0
                    ? ("uidMappings", "gidMappings")
                    : ("gidMappings", "uidMappings");
                bag.Add(DiagnosticId.MountMappingsIncomplete, mount, [given], missing);
            }
        }
    }

    private static void CheckDestination(MountConfig mount, DiagnosticBag bag)
    {
        if (!ValueRules.Require(bag, mount, ["destination"], mount.Destination, "the path inside the container"))
        {
            return;
        }

        string destination = mount.Destination!;
        if (destination[0] != '/')
        {
            bag.Add(DiagnosticId.DestinationRelative, mount, ["destination"], ValueText.Quote(destination));
        }

        if (CoversPartOfProc(destination))
        {
            bag.Add(DiagnosticId.MountInsideProc, mount, ["destination"], ValueText.Quote(destination));
        }
    }

    private static void CheckType(MountConfig mount, DiagnosticBag bag)
    {
        bool isBind = mount.Type is "bind" or "rbind" || Array.IndexOf(mount.Options, "bind") >= 0 || Array.IndexOf(mount.Options, "rbind") >= 0;
        if (isBind)
        {
            if (string.IsNullOrEmpty(mount.Source))
            {
                bag.Add(DiagnosticId.BindWithoutSource, mount, ["source"]);
            }
        }
        else if (string.IsNullOrEmpty(mount.Type) && Array.IndexOf(mount.Options, "remount") < 0)
        {
            bag.Add(DiagnosticId.MountWithoutType, mount, ["type"]);
        }
    }

    /// <summary>
    /// Whether a destination lies inside /proc by its text. A process could be made to write its labels into a file
    /// of the container's choice otherwise (CVE-2019-16884); links in the rootfs are looked at when mounting.
    /// </summary>
    private static bool CoversPartOfProc(ReadOnlySpan<char> destination)
    {
        Span<Range> kept = stackalloc Range[3];
        int depth = 0;
        foreach (Range part in destination.Split('/'))
        {
            ReadOnlySpan<char> name = destination[part];
            if (name is "..")
            {
                depth = Math.Max(depth - 1, 0);
            }
            else if (name is not ("" or "."))
            {
                if (depth < kept.Length)
                {
                    kept[depth] = part;
                }

                depth++;
            }
        }

        if (depth < 2 || destination[kept[0]] is not "proc")
        {
            return false;
        }

        return depth != 2 || destination[kept[1]] is not (
            "cpuinfo" or "diskstats" or "meminfo" or "stat" or "swaps" or "uptime" or "loadavg" or "slabinfo");
    }
}
