// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <summary>What a user without privileges lacks to make a cgroup; see "Delegation" in the kernel's cgroup-v2 document.</summary>
public static class Delegation
{
    /// <summary>What the caller says of its rights, as with --rootless; null leaves it to this process to find out.</summary>
    public static bool? AssumeUnprivileged { get; set; }

    /// <summary>Whether this process lacks the rights of the host's root: by its user, or by a user namespace.</summary>
    internal static bool IsUnprivileged => AssumeUnprivileged ?? (OwnProcess.EffectiveUserId != 0 || !IsInitialUserNamespace());

    /// <summary>Describes why a directory could not be made.</summary>
    internal static CgroupException NotMade(string directory, int errno)
    {
        string text = $"making the cgroup '{directory}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}";
        if (errno == Errno.EROFS)
        {
            text += ": cgroups are mounted read-only here";
        }
        else if (errno is Errno.EACCES or Errno.EPERM && IsUnprivileged)
        {
            text += $": '{Parent(directory)}' is not delegated to user {OwnProcess.EffectiveUserId}: give its unit 'Delegate=yes', "
                + "as in 'systemd-run --user --scope -p Delegate=yes ...'";
        }
        else if (errno == Errno.EAGAIN)
        {
            text += $": 'cgroup.max.descendants' or 'cgroup.max.depth' of a cgroup above is reached";
        }

        return new CgroupException(text);
    }

    /// <summary>Says why a controller cannot be enabled for a cgroup of cgroup v2.</summary>
    internal static CgroupException NotEnabled(CgroupHierarchy hierarchy, string controller, string field)
    {
        string prefix = $"linux.resources.{field}: ";
        if (!Words.Has(CgroupFiles.Read(hierarchy.MountPoint + "/cgroup.controllers") ?? "", controller))
        {
            return new CgroupException($"{prefix}the host's cgroup v2 tree on '{hierarchy.MountPoint}' does not have the controller '{controller}'");
        }

        // The first cgroup from above that has the controller and does not pass it on is the one to mend.
        string above = hierarchy.MountPoint;
        for (int slash = 0; slash >= 0; slash = hierarchy.Path.IndexOf('/', slash + 1))
        {
            above = hierarchy.MountPoint + hierarchy.Path[..slash];
            if (!Words.Has(CgroupFiles.Read(above + "/cgroup.subtree_control") ?? "", controller))
            {
                break;
            }
        }

        prefix += $"the controller '{controller}' cannot be enabled for '{hierarchy.Directory}': '{above}' ";
        if (IsUnprivileged)
        {
            return new CgroupException($"{prefix}does not delegate it: add it to 'Delegate=' of the unit '{UnitOf(hierarchy.Path)}', as in 'Delegate=cpu cpuset io memory pids'");
        }

        return new CgroupException(prefix + ((above.Length > hierarchy.MountPoint.Length && !CgroupFiles.IsEmpty(above))
            ? "has processes, and a cgroup with processes cannot give controllers to those below it: choose a path beside it"
            : "does not pass it on"));
    }

    private static string Parent(string directory) => directory[..directory.LastIndexOf('/')];

    /// <summary>The unit of the user's own systemd in a path, or the innermost one.</summary>
    private static string UnitOf(string path)
    {
        string unit = "user@.service";
        foreach (string component in path.Split('/'))
        {
            if (component.StartsWith("user@", StringComparison.Ordinal) && component.EndsWith(".service", StringComparison.Ordinal))
            {
                return component;
            }

            if (component.EndsWith(".service", StringComparison.Ordinal) || component.EndsWith(".scope", StringComparison.Ordinal))
            {
                unit = component;
            }
        }

        return unit;
    }

    private static bool IsInitialUserNamespace()
    {
        // A map of all ids to themselves is that of the initial namespace.
        string map = CgroupFiles.Read("/proc/self/uid_map") ?? "";
        string[] words = map.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["0", "0", "4294967295"];
    }
}
