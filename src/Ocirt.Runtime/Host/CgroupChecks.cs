// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime.Host;

/// <summary>Control groups: the version, the controllers and the right to make groups.</summary>
internal static class CgroupChecks
{
    private const string Area = "cgroups";

    internal static void Add(List<HostCheck> checks, HostFiles files)
    {
        CgroupHost host;
        try
        {
            host = CgroupHost.Detect();
        }
        catch (CgroupException none)
        {
            checks.Add(new(Area, "layout", HostStatus.Missing, none.Message, "mount cgroup2 on /sys/fs/cgroup"));
            return;
        }
        catch (SyscallException unreadable)
        {
            checks.Add(new(Area, "layout", HostStatus.Missing, unreadable.Message, "mount proc on /proc"));
            return;
        }

        checks.Add(new(Area, "layout", HostStatus.Good, host.Layout switch
        {
            CgroupLayout.Unified => $"version 2 at {host.Root}; a container starts inside its group",
            CgroupLayout.Legacy => $"version 1 below {host.Root}; a container enters its groups before it is made",
            _ => $"version 1 below {host.Root}, with a version 2 tree whose controllers are not used",
        }));
        List<string> controllers = HostControllers.Find(host, files);
        foreach ((string name, string effect) in Wanted(host.Layout))
        {
            checks.Add(controllers.Exists(controller => controller == name)
                ? new(Area, name, HostStatus.Good, effect)
                : new(Area, name, HostStatus.Limited, effect.Replace(" can ", " cannot ", StringComparison.Ordinal) + "; what asks for it is refused", AdviceFor(host.Layout, name)));
        }

        AddRights(checks, files, host);
    }

    private static (string Name, string Effect)[] Wanted(CgroupLayout layout) =>
    [
        ("memory", "memory can be limited"),
        ("cpu", "processor time can be limited"),
        ("cpuset", "the set of processors can be limited"),
        ("pids", "the number of processes can be limited"),
        ("hugetlb", "huge pages can be limited"),
        ("rdma", "RDMA devices can be limited"),
        .. layout == CgroupLayout.Unified
            ? (ReadOnlySpan<(string, string)>)[("io", "block devices can be limited")]
            : [("blkio", "block devices can be limited"), ("devices", "the use of devices can be restricted"), ("freezer", "containers can be paused")],
    ];

    private static string AdviceFor(CgroupLayout layout, string name) => layout == CgroupLayout.Unified
        ? $"give the controller to version 2: take it out of version 1 mounts, or out of cgroup_disable, at boot ('{name}')"
        : $"mount a hierarchy with the controller '{name}' below /sys/fs/cgroup";

    private static void AddRights(List<HostCheck> checks, HostFiles files, CgroupHost host)
    {
        HostHierarchy last = host.Hierarchies[^1];
        string own = last.MountPoint + (last.OwnPath == "/" ? string.Empty : last.OwnPath);
        uint user = OwnProcess.EffectiveUserId;
        bool owns = user == 0 || files.Stat(own + "/cgroup.procs")?.UserId == user;
        checks.Add(owns
            ? new(Area, "rights", HostStatus.Good, user == 0 ? "root may make groups" : $"the group {last.OwnPath} is delegated to this user")
            : new(Area, "rights", HostStatus.Limited, $"the group {last.OwnPath} belongs to another user, no group can be made in it", "let systemd delegate a group to this user (Delegate=yes)"));
        if (host.Layout == CgroupLayout.Unified)
        {
            bool kills = files.Exists(own + "/cgroup.kill") || own == last.MountPoint;
            checks.Add(kills
                ? new(Area, "cgroup.kill", HostStatus.Good, "all processes of a container are killed in one step")
                : new(Area, "cgroup.kill", HostStatus.Limited, "processes are killed one after another, until none is left", "use Linux 5.14 or newer"));
        }
    }
}
