// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>To whom the container's cgroup is given (config-linux.md, Cgroup ownership).</summary>
internal static class CgroupOwner
{
    /// <summary>
    /// The host's id of the container's user, when the container has a cgroup namespace of its own and mounts its cgroup for
    /// writing; else null: the cgroup stays with the caller.
    /// </summary>
    public static uint? Find(ContainerConfig config)
    {
        if (config.Linux is not { } linux || linux.Find(NamespaceKind.Cgroup) is not { Path: null or "" } || !MountsForWriting(config.Mounts))
        {
            return null;
        }

        uint user = config.Process?.User?.Uid ?? 0;
        if (linux.Find(NamespaceKind.User) is null)
        {
            // Root, who makes the cgroup, has it.
            return user == 0 ? null : user;
        }

        // A joined namespace comes with its mappings in the config, as containerd writes them.
        foreach (IdMapping mapping in linux.UidMappings)
        {
            if (mapping is { ContainerId: uint inside, HostId: uint outside, Size: uint size } && user >= inside && user - inside < size)
            {
                return outside + (user - inside);
            }
        }

        return null;
    }

    private static bool MountsForWriting(MountConfig[] mounts)
    {
        foreach (MountConfig mount in mounts)
        {
            if (mount.Type is "cgroup" or "cgroup2" && mount.Destination == "/sys/fs/cgroup")
            {
                return Array.IndexOf(mount.Options, "ro") < 0;
            }
        }

        return false;
    }
}
