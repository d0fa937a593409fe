// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

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

            CheckMapped(mount, config.Linux, bag);
        }
    }

    private static void CheckMapped(MountConfig mount, LinuxConfig? linux, DiagnosticBag bag)
    {
        bool hasNone = mount.UidMappings.Length == 0 && linux?.Find(NamespaceKind.User) is null;
        for (int i = 0; i < mount.Options.Length; i++)
        {
            string option = mount.Options[i];
            if (hasNone && option is ("idmap" or "ridmap" or "idmap=" or "ridmap="))
            {
                bag.Add(DiagnosticId.MountMappingsMissing, mount, ["options", i], ValueText.Quote(option));
            }
            else if (MountIdMap.IsOption(option) && option[^1] != '=')
            {
                string? fault = mount.UidMappings.Length > 0
                    ? "the mount has 'uidMappings' as well"
                    : MountIdMap.Read(option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..], linux).Fault;
                if (fault is not null)
                {
                    bag.Add(DiagnosticId.MountIdMapMalformed, mount, ["options", i], ValueText.Quote(option), fault);
                }
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

        if (destination.Contains("proc", StringComparison.Ordinal) && CoversPartOfProc(destination))
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
    private static bool CoversPartOfProc(string destination)
    {
        var parts = new List<string>();
        foreach (string part in destination.Split('/'))
        {
            if (part is "..")
            {
                parts.RemoveRange(Math.Max(parts.Count - 1, 0), Math.Min(parts.Count, 1));
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return parts.Count > 1 && parts[0] == "proc" && string.Join('/', parts.GetRange(1, parts.Count - 1)) is not (
            "cpuinfo" or "diskstats" or "meminfo" or "stat" or "swaps" or "uptime" or "loadavg" or "slabinfo"
            or "net/dev" or "sys/crypto/fips_enabled");
    }
}
