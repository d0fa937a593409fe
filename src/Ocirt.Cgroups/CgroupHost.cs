// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <summary>
/// The cgroups of the host. They are found without the list of mounts, which is long on busy hosts: by the type of the
/// file system at the usual place, and by /proc/self/cgroup.
/// </summary>
public sealed class CgroupHost
{
    /// <summary>Describes a host; <see cref="Detect"/> finds out.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="root">The directory that holds the tree, or the hierarchies.</param>
    /// <param name="hierarchies">The hierarchies; the unified one comes last.</param>
    public CgroupHost(CgroupLayout layout, string root, IReadOnlyList<HostHierarchy> hierarchies)
    {
        Layout = layout;
        Root = root;
        Hierarchies = hierarchies;
    }

    /// <summary>The layout.</summary>
    public CgroupLayout Layout { get; }

    /// <summary>The directory that holds the tree, or the hierarchies.</summary>
    public string Root { get; }

    /// <summary>The hierarchies that are mounted; the unified one comes last.</summary>
    public IReadOnlyList<HostHierarchy> Hierarchies { get; }

    /// <summary>Finds the cgroups of the host.</summary>
    /// <param name="root">Where they are mounted.</param>
    /// <returns>The host's cgroups.</returns>
    /// <exception cref="CgroupException">There are none.</exception>
    /// <exception cref="SyscallException">/proc/self/cgroup cannot be read.</exception>
    public static CgroupHost Detect(string root = "/sys/fs/cgroup")
    {
        int errno = HostPaths.TryFileSystemMagic(root, out uint magic);
        if (errno != 0)
        {
            throw new CgroupException($"no cgroups: '{root}': {ErrnoText.Describe(errno)}");
        }

        bool unified = magic == Stat.CGROUP2_SUPER_MAGIC;
        if (!unified && magic != Stat.TMPFS_MAGIC)
        {
            throw new CgroupException($"no cgroups are mounted on '{root}'");
        }

        string own;
        using (FileDescriptor file = FileDescriptor.Open("/proc/self/cgroup", Fcntl.O_RDONLY))
        {
            own = Encoding.UTF8.GetString(file.ReadAllBytes(1 << 20));
        }

        return unified
            ? new CgroupHost(CgroupLayout.Unified, root, [new HostHierarchy("", root, OwnUnifiedPath(own))])
            : DetectLegacy(root, own);
    }

    /// <summary>Finds the v1 hierarchy of a controller.</summary>
    /// <param name="controller">The controller's name.</param>
    /// <returns>The hierarchy, or null.</returns>
    public HostHierarchy? Find(string controller)
    {
        foreach (HostHierarchy hierarchy in Hierarchies)
        {
            if (new CgroupHierarchy(hierarchy.Name, "", "", 0).Has(controller))
            {
                return hierarchy;
            }
        }

        return null;
    }

    private static CgroupHost DetectLegacy(string root, string own)
    {
        List<HostHierarchy> hierarchies = [];
        HostHierarchy? unified = null;
        foreach (ReadOnlySpan<char> line in own.AsSpan().EnumerateLines())
        {
            // hierarchy-id:controllers:path, and 0::path for cgroup v2.
            int first = line.IndexOf(':');
            int second = first < 0 ? -1 : line[(first + 1)..].IndexOf(':') + first + 1;
            if (second <= first)
            {
                continue;
            }

            string name = line[(first + 1)..second].ToString();
            string path = line[(second + 1)..].ToString();
            if (name.Length == 0)
            {
                string mountPoint = root + "/unified";
                if (HasMagic(mountPoint, Stat.CGROUP2_SUPER_MAGIC))
                {
                    unified = new HostHierarchy("", mountPoint, path);
                }
            }
            else if (FindMountPoint(root, name) is string mountPoint)
            {
                hierarchies.Add(new HostHierarchy(name, mountPoint, path));
            }
        }

        if (hierarchies.Count == 0)
        {
            throw new CgroupException($"no cgroups are mounted below '{root}'");
        }

        if (unified is null)
        {
            return new CgroupHost(CgroupLayout.Legacy, root, hierarchies);
        }

        hierarchies.Add(unified);
        return new CgroupHost(CgroupLayout.Hybrid, root, hierarchies);
    }

    /// <summary>Finds a hierarchy under the names that hosts give it: all its controllers, or one of them.</summary>
    private static string? FindMountPoint(string root, string name)
    {
        const string Named = "name=";
        string directory = name.StartsWith(Named, StringComparison.Ordinal) ? name[Named.Length..] : name;
        string mountPoint = root + "/" + directory;
        if (HasMagic(mountPoint, Stat.CGROUP_SUPER_MAGIC))
        {
            return mountPoint;
        }

        foreach (string controller in directory.Split(','))
        {
            mountPoint = root + "/" + controller;
            if (HasMagic(mountPoint, Stat.CGROUP_SUPER_MAGIC))
            {
                return mountPoint;
            }
        }

        return null;
    }

    private static string OwnUnifiedPath(string own)
    {
        foreach (ReadOnlySpan<char> line in own.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("0::", StringComparison.Ordinal))
            {
                return line[3..].ToString();
            }
        }

        return "/";
    }

    private static bool HasMagic(string path, uint magic) =>
        HostPaths.TryFileSystemMagic(path, out uint found) == 0 && found == magic;
}
