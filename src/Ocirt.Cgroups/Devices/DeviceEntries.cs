// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Devices;

/// <summary>
/// The device rules of a container. At first everything is denied; then come the rules of the config in their order,
/// and last the default devices, which a container always has: null, zero, full, random, urandom, tty, the
/// pseudo-terminals, and making nodes (a node gives no access by itself).
/// </summary>
public static class DeviceEntries
{
    /// <summary>Lists the rules that matter: those before one that is for all have no effect and are left out.</summary>
    /// <param name="rules">The rules of the config.</param>
    /// <returns>The rules in order; the first one is for all.</returns>
    /// <exception cref="CgroupException">A rule has a value that the specification does not have.</exception>
    public static List<DeviceEntry> Compile(ReadOnlySpan<DeviceRule> rules)
    {
        List<DeviceEntry> entries = new(rules.Length + 12)
        {
            new(Allow: false, DeviceKind.Any, -1, -1, DeviceAccess.All),
        };
        for (int i = 0; i < rules.Length; i++)
        {
            DeviceEntry entry = DeviceEntry.From(rules[i], i);
            if (entry.IsForAll)
            {
                entries.Clear();
            }

            entries.Add(entry);
        }

        AddDefaults(entries);
        return entries;
    }

    /// <summary>Whether the rules allow everything, so that none is needed.</summary>
    /// <param name="entries">What <see cref="Compile"/> gave.</param>
    /// <returns>True when nothing is denied.</returns>
    public static bool AllowAll(List<DeviceEntry> entries)
    {
        foreach (DeviceEntry entry in entries)
        {
            if (!entry.Allow)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes an entry as devices.allow and devices.deny of cgroup v1 take it.</summary>
    /// <param name="entry">An entry.</param>
    /// <param name="kind">Its kind; <see cref="DeviceKind.Any"/> only when the entry is for all.</param>
    /// <returns>Such as <c>c 10:* rwm</c>.</returns>
    public static string Legacy(in DeviceEntry entry, DeviceKind kind)
    {
        if (kind == DeviceKind.Any)
        {
            return "a";
        }

        string letters = ((entry.Access & DeviceAccess.Read) != 0 ? "r" : "")
            + ((entry.Access & DeviceAccess.Write) != 0 ? "w" : "")
            + ((entry.Access & DeviceAccess.Mknod) != 0 ? "m" : "");
        string type = kind == DeviceKind.Block ? "b" : "c";
        return $"{type} {Number(entry.Major)}:{Number(entry.Minor)} {letters}";
    }

    private static string Number(long value) =>
        value < 0 ? "*" : value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void AddDefaults(List<DeviceEntry> entries)
    {
        Add(entries, DeviceKind.Character, -1, -1, DeviceAccess.Mknod);
        Add(entries, DeviceKind.Block, -1, -1, DeviceAccess.Mknod);
        Add(entries, DeviceKind.Character, 1, 3, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 1, 5, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 1, 7, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 1, 8, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 1, 9, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 5, 0, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 5, 2, DeviceAccess.All);
        Add(entries, DeviceKind.Character, 136, -1, DeviceAccess.All);
    }

    private static void Add(List<DeviceEntry> entries, DeviceKind kind, long major, long minor, DeviceAccess access)
    {
        DeviceEntry entry = new(Allow: true, kind, major, minor, access);

        // Engines list the defaults themselves; a second copy only costs time. A later denial keeps both.
        for (int i = entries.Count - 1; i >= 0 && entries[i].Allow; i--)
        {
            DeviceEntry earlier = entries[i];
            if ((earlier.Kind == DeviceKind.Any || earlier.Kind == kind)
                && (earlier.Major < 0 || earlier.Major == major)
                && (earlier.Minor < 0 || earlier.Minor == minor)
                && (earlier.Access & access) == access)
            {
                return;
            }
        }

        entries.Add(entry);
    }
}
