// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups;

/// <summary>One hierarchy, and the container's place in it.</summary>
/// <param name="Name">
/// The controllers as the kernel lists them (<c>cpu,cpuacct</c>), <c>name=systemd</c> for one without controllers, and
/// empty for cgroup v2.
/// </param>
/// <param name="MountPoint">Where the host has it mounted.</param>
/// <param name="Path">The container's cgroup below the mount point; starts with '/'.</param>
/// <param name="CreatedDepth">
/// How many directories at the end of the path were made for the container. 0: the cgroup was there before, and is
/// neither killed nor removed.
/// </param>
public sealed record CgroupHierarchy(string Name, string MountPoint, string Path, int CreatedDepth)
{
    /// <summary>Whether it is cgroup v2.</summary>
    public bool IsUnified => Name.Length == 0;

    /// <summary>The container's directory.</summary>
    public string Directory => MountPoint + Path;

    /// <summary>Whether it has a controller of cgroup v1.</summary>
    /// <param name="controller">The controller's name.</param>
    /// <returns>True when it has.</returns>
    public bool Has(string controller)
    {
        int start = 0;
        while (start <= Name.Length)
        {
            int end = Name.IndexOf(',', start);
            end = end < 0 ? Name.Length : end;
            if (string.CompareOrdinal(Name, start, controller, 0, end - start) == 0 && end - start == controller.Length)
            {
                return true;
            }

            start = end + 1;
        }

        return false;
    }
}
