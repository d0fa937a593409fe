// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Linux;

namespace Ocirt.Runtime.Host;

/// <summary>Namespaces, and what containers of users without rights need.</summary>
internal static class NamespaceChecks
{
    private const string Area = "namespaces";

    /// <summary>The kinds of config.json and the files of /proc/self/ns.</summary>
    private static (string Kind, string File)[] Kinds =>
        [("mount", "mnt"), ("pid", "pid"), ("network", "net"), ("ipc", "ipc"), ("uts", "uts"), ("cgroup", "cgroup"), ("user", "user"), ("time", "time")];

    internal static void Add(List<HostCheck> checks, HostFiles files)
    {
        foreach ((string kind, _) in Kinds)
        {
            bool exists = IsAvailable(files, kind);
            checks.Add(exists
                ? new(Area, kind, HostStatus.Good, "containers can have one of their own")
                : new(Area, kind, kind == "mount" ? HostStatus.Missing : HostStatus.Limited, "the kernel has none; a configuration that asks for one is refused", "use a kernel with it"));
        }

        AddUserLimits(checks, files);
        AddSubordinateIds(checks, files);
    }

    /// <summary>Whether the kernel has a kind of namespaces.</summary>
    internal static bool IsAvailable(HostFiles files, string? kind)
    {
        foreach ((string name, string file) in Kinds)
        {
            if (name == kind)
            {
                return files.Exists("/proc/self/ns/" + file);
            }
        }

        return true;
    }

    private static void AddUserLimits(List<HostCheck> checks, HostFiles files)
    {
        (string Path, string Bad, string Advice)[] limits =
        [
            ("/proc/sys/user/max_user_namespaces", "0", "set the sysctl user.max_user_namespaces to more than 0"),
            ("/proc/sys/kernel/unprivileged_userns_clone", "0", "set the sysctl kernel.unprivileged_userns_clone to 1"),
            ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "set the sysctl kernel.apparmor_restrict_unprivileged_userns to 0, or load a profile for the runtime that has the rule 'userns'"),
        ];
        foreach ((string path, string bad, string advice) in limits)
        {
            if (files.Read(path) is { } value)
            {
                string name = path["/proc/sys/".Length..].Replace('/', '.');
                checks.Add(value == bad
                    ? new(Area, name, HostStatus.Limited, $"is {value}: user namespaces cannot be made, at least not without root's rights", advice)
                    : new(Area, name, HostStatus.Good, $"is {value}"));
            }
        }
    }

    private static void AddSubordinateIds(List<HostCheck> checks, HostFiles files)
    {
        if (OwnProcess.EffectiveUserId == 0)
        {
            checks.Add(new(Area, "id mappings", HostStatus.Good, "root maps any ids, without /etc/subuid and newuidmap"));
            return;
        }

        string user = UserName(files, OwnProcess.EffectiveUserId);
        foreach ((string file, string tool) in (ReadOnlySpan<(string, string)>)[("/etc/subuid", "newuidmap"), ("/etc/subgid", "newgidmap")])
        {
            string? range = RangeOf(files.Read(file), user);
            bool hasTool = files.Exists("/usr/bin/" + tool);
            checks.Add((range, hasTool) switch
            {
                ({ } ids, true) => new(Area, file, HostStatus.Good, $"{user} may map {ids}, by {tool}"),
                (null, _) => new(Area, file, HostStatus.Limited, $"{user} has no range; without root's rights only one id can be mapped", $"add the line '{user}:100000:65536' to {file}"),
                _ => new(Area, file, HostStatus.Limited, $"{tool} is not in /usr/bin; without root's rights only one id can be mapped", "install the package uidmap (Debian) or shadow-utils"),
            });
        }
    }

    private static string? RangeOf(string? table, string user)
    {
        foreach (string line in (table ?? string.Empty).Split('\n'))
        {
            string[] parts = line.Split(':');
            if (parts.Length == 3 && parts[0] == user)
            {
                return $"{parts[2]} ids from {parts[1]} on";
            }
        }

        return null;
    }

    private static string UserName(HostFiles files, uint id)
    {
        foreach (string line in (files.Read("/etc/passwd") ?? string.Empty).Split('\n'))
        {
            string[] parts = line.Split(':');
            if (parts.Length > 2 && parts[2] == id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return parts[0];
            }
        }

        return id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
