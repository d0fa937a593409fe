// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups;

/// <content>Making a cgroup of cgroup v2.</content>
public sealed partial class Cgroup
{
    private void CreateUnified(List<LimitWrite> limits)
    {
        MakeDirectories(0);
        CgroupHierarchy hierarchy = _hierarchies[0];
        string directory = hierarchy.Directory;
        bool isNew = hierarchy.CreatedDepth > 0;
        bool hasAll = EnableControllers(hierarchy, limits);

        // A cgroup that lacks controllers may be in a threaded tree; any other is a domain.
        if (!hasAll || !isNew)
        {
            CheckType(hierarchy);
        }

        LimitWriter.Write(directory, isNew ? Asked(limits) : limits);
        _handles = [OpenDirectory(directory)];
    }

    /// <summary>Leaves out what a new cgroup has anyway.</summary>
    private static List<LimitWrite> Asked(List<LimitWrite> limits)
    {
        List<LimitWrite> asked = new(limits.Count);
        foreach (LimitWrite limit in limits)
        {
            if (!limit.IsDefault)
            {
                asked.Add(limit);
            }
        }

        return asked;
    }

    /// <summary>Gives the container's cgroup every controller there is, and insists on those that a limit needs.</summary>
    /// <returns>Whether it has all of them.</returns>
    private static bool EnableControllers(CgroupHierarchy hierarchy, List<LimitWrite> limits)
    {
        string available = CgroupFiles.Read(hierarchy.MountPoint + "/cgroup.controllers") ?? "";
        string enabled = CgroupFiles.Read(hierarchy.Directory + "/cgroup.controllers") ?? "";
        if (enabled != available)
        {
            for (int slash = 0; slash >= 0; slash = hierarchy.Path.IndexOf('/', slash + 1))
            {
                EnableControllers(hierarchy.MountPoint + hierarchy.Path[..slash]);
            }

            enabled = CgroupFiles.Read(hierarchy.Directory + "/cgroup.controllers") ?? "";
        }

        foreach (LimitWrite limit in limits)
        {
            // cgroup.* files belong to no controller.
            if (!limit.IsDefault && limit.Controller != "cgroup" && !Words.Has(enabled, limit.Controller))
            {
                throw Delegation.NotEnabled(hierarchy, limit.Controller, limit.Field);
            }
        }

        return enabled == available;
    }

    private static void EnableControllers(string directory)
    {
        string available = CgroupFiles.Read(directory + "/cgroup.controllers") ?? "";
        string enabled = CgroupFiles.Read(directory + "/cgroup.subtree_control") ?? "";
        string missing = "";
        foreach (Range range in available.AsSpan().Split(' '))
        {
            string controller = available[range];
            if (controller.Length > 0 && !Words.Has(enabled, controller))
            {
                missing += (missing.Length > 0 ? " +" : "+") + controller;
            }
        }

        string file = directory + "/cgroup.subtree_control";
        if (missing.Length == 0 || CgroupFiles.TryWrite(file, missing) == 0)
        {
            return;
        }

        // One that is refused takes the others of the same write with it.
        foreach (string controller in missing.Split(' '))
        {
            _ = CgroupFiles.TryWrite(file, controller);
        }
    }
}
