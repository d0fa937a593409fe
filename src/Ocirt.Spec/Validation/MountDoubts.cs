// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>What is valid in the list of mounts, and of the namespace that they are made in, and probably not meant.</summary>
internal static class MountDoubts
{
    private const int LongestPath = 4096;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux?.Find(NamespaceKind.Mount) is null)
        {
            ReadOnlySpan<JsonStep> place = config.Linux is null ? ["linux"] : ["linux", "namespaces"];
            bag.Add(DiagnosticId.MountNamespaceShared, config, place);
        }

        CheckOrder(config.Mounts, bag);
        foreach (MountConfig mount in config.Mounts)
        {
            CheckOptions(mount, bag);
        }
    }

    private static void CheckOptions(MountConfig mount, DiagnosticBag bag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < mount.Options.Length; i++)
        {
            string option = mount.Options[i];
            if (OppositeOf(option) is not { } opposite)
            {
                continue;
            }

            if (seen.Contains(opposite))
            {
                bag.Add(DiagnosticId.MountOptionsContradict, mount, ["options", i], ValueText.Quote(option), ValueText.Quote(opposite));
            }

            seen.Add(option);
        }
    }

    /// <summary>A mount at, or above, the place of an earlier one hides it. Links in the rootfs are not looked at.</summary>
    private static void CheckOrder(MountConfig[] mounts, DiagnosticBag bag)
    {
        // Each earlier mount is entered at all directories above it, so that very many mounts take linear time.
        var inside = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < mounts.Length; i++)
        {
            if (mounts[i].Destination is not { Length: > 0 and <= LongestPath } || IsChange(mounts[i]))
            {
                continue;
            }

            string place = "/" + mounts[i].Destination!.Trim('/');
            if (inside.TryGetValue(place, out int hidden))
            {
                bag.Add(
                    DiagnosticId.MountHidden,
                    mounts[i],
                    ["destination"],
                    ValueRules.Text(hidden),
                    ValueText.Quote(mounts[hidden].Destination));
            }

            for (int end = place.Length; end > 0; end = place.LastIndexOf('/', end - 1))
            {
                inside.TryAdd(place[..end], i);
            }
        }
    }

    /// <summary>Whether an entry only changes the mount that is there.</summary>
    private static bool IsChange(MountConfig mount) => Array.IndexOf(mount.Options, "remount") >= 0;

    private static string? OppositeOf(string option) => option switch
    {
        "ro" => "rw",
        "rw" => "ro",
        "nosuid" => "suid",
        "suid" => "nosuid",
        "nodev" => "dev",
        "dev" => "nodev",
        "noexec" => "exec",
        "exec" => "noexec",
        "rro" => "rrw",
        "rrw" => "rro",
        "sync" => "async",
        "async" => "sync",
        "noatime" => "strictatime",
        "strictatime" => "noatime",
        _ => null,
    };
}
