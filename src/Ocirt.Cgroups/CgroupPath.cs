// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cgroups;

/// <summary>
/// The rules for <c>linux.cgroupsPath</c>: an absolute path starts at the root of each hierarchy. A relative one, and
/// the container's id when there is none, starts at the runtime's own cgroup on cgroup v1; on cgroup v2 next to it,
/// because a cgroup with processes cannot give controllers to its children.
/// </summary>
public static class CgroupPath
{
    /// <summary>Finds the container's cgroup in a hierarchy.</summary>
    /// <param name="hierarchy">The hierarchy.</param>
    /// <param name="cgroupsPath">The path of the config, or null.</param>
    /// <param name="id">The container's id.</param>
    /// <returns>A path from the hierarchy's root; starts with '/', and has no empty, '.' or '..' component.</returns>
    /// <exception cref="CgroupException">The path leads elsewhere.</exception>
    public static string Resolve(HostHierarchy hierarchy, string? cgroupsPath, string id)
    {
        string inner = string.IsNullOrEmpty(cgroupsPath) ? id : cgroupsPath;
        List<string> components = [];
        if (inner[0] != '/')
        {
            AddOwn(components, hierarchy);
        }

        int own = components.Count;
        foreach (string component in inner.Split('/'))
        {
            if (component == "..")
            {
                throw new CgroupException($"linux.cgroupsPath: must not have a '..' component, got '{inner}'");
            }

            if (component.Length > 0 && component != ".")
            {
                components.Add(component);
            }
        }

        if (components.Count == own)
        {
            throw new CgroupException($"linux.cgroupsPath: must name a cgroup of its own, got '{inner}'");
        }

        return "/" + string.Join('/', components);
    }

    private static void AddOwn(List<string> components, HostHierarchy hierarchy)
    {
        foreach (string component in hierarchy.OwnPath.Split('/'))
        {
            if (component == "..")
            {
                throw new CgroupException(
                    $"linux.cgroupsPath: the runtime's own cgroup '{hierarchy.OwnPath}' is outside of '{hierarchy.MountPoint}': use an absolute path");
            }

            if (component.Length > 0)
            {
                components.Add(component);
            }
        }

        if (hierarchy.Name.Length == 0 && components.Count > 0)
        {
            components.RemoveAt(components.Count - 1);
        }
    }
}
