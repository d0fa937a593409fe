// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Cgroups;

/// <summary>
/// A container's cgroup: one directory on cgroup v2, one in each hierarchy on v1. Made with its limits before any
/// process enters. Only what was made here is ever killed or removed.
/// </summary>
public sealed partial class Cgroup : IDisposable
{
    private readonly CgroupHierarchy[] _hierarchies;
    private FileDescriptor[] _handles = [];
    private List<Devices.DeviceEntry> _devices = [];

    /// <summary>Takes up a cgroup that was made earlier.</summary>
    /// <param name="layout">The host's layout.</param>
    /// <param name="hierarchies">Its places, as <see cref="Hierarchies"/> gave them.</param>
    public Cgroup(CgroupLayout layout, CgroupHierarchy[] hierarchies)
    {
        Layout = layout;
        _hierarchies = hierarchies;
    }

    /// <summary>The host's layout.</summary>
    public CgroupLayout Layout { get; }

    /// <summary>The container's places, for mounting them inside, and for the journal.</summary>
    public IReadOnlyList<CgroupHierarchy> Hierarchies => _hierarchies;

    /// <summary>
    /// How a process gets in. Unified: the directory, for CLONE_INTO_CGROUP. Otherwise: cgroup.procs of every hierarchy,
    /// open for writing; the process writes "0" to each.
    /// </summary>
    public IReadOnlyList<FileDescriptor> Handles => _handles;

    /// <summary>Whether the cgroup was made for the container, in at least one hierarchy.</summary>
    public bool IsOwn => Array.Exists(_hierarchies, static hierarchy => hierarchy.CreatedDepth > 0);

    /// <summary>Finds the places of a container without touching anything.</summary>
    /// <param name="host">The host's cgroups.</param>
    /// <param name="cgroupsPath">linux.cgroupsPath, or null.</param>
    /// <param name="id">The container's id.</param>
    /// <returns>The cgroup, which need not exist.</returns>
    /// <exception cref="CgroupException">The path is not allowed.</exception>
    public static Cgroup Plan(CgroupHost host, string? cgroupsPath, string id)
    {
        CgroupHierarchy[] hierarchies = new CgroupHierarchy[host.Hierarchies.Count];
        for (int i = 0; i < hierarchies.Length; i++)
        {
            HostHierarchy hierarchy = host.Hierarchies[i];
            hierarchies[i] = new CgroupHierarchy(
                hierarchy.Name, hierarchy.MountPoint, CgroupPath.Resolve(hierarchy, cgroupsPath, id), CreatedDepth: 0);
        }

        return new Cgroup(host.Layout, hierarchies);
    }

    /// <summary>Makes a container's cgroup and sets its limits. What was made is removed again when something fails.</summary>
    /// <param name="host">The host's cgroups.</param>
    /// <param name="cgroupsPath">linux.cgroupsPath, or null.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="resources">The limits, or null.</param>
    /// <param name="devices">Whether the device rules are put in force now.</param>
    /// <param name="owner">The host's id of the user that a cgroup of cgroup v2 is given to, or null.</param>
    /// <returns>The cgroup, with its <see cref="Handles"/>; they are closed with it.</returns>
    /// <exception cref="CgroupException">The path is not allowed, in use, or a limit cannot be set.</exception>
    /// <exception cref="SyscallException">A call failed otherwise.</exception>
    public static Cgroup Create(
        CgroupHost host, string? cgroupsPath, string id, ResourcesConfig? resources, DeviceTiming devices = DeviceTiming.AtOnce, uint? owner = null)
    {
        // ORDER: what is wrong in the config is found before anything is made.
        List<LimitWrite> limits = resources is null ? []
            : host.Layout == CgroupLayout.Unified ? UnifiedLimits.Compile(resources) : LegacyLimits.Compile(resources);
        Cgroup cgroup = Plan(host, cgroupsPath, id);
        cgroup._devices = Devices.DeviceEntries.Compile(resources is null ? [] : resources.Devices);
        try
        {
            if (host.Layout == CgroupLayout.Unified)
            {
                cgroup.CreateUnified(limits);
                if (owner is uint user && cgroup.IsOwn)
                {
                    ChangeOwner(cgroup._hierarchies[0].Directory, user);
                }
            }
            else
            {
                cgroup.CreateLegacy(limits);
            }

            if (devices == DeviceTiming.AtOnce)
            {
                cgroup.RestrictDevices();
            }

            return cgroup;
        }
        catch
        {
            cgroup.Dispose();
            cgroup.TryDelete(timeoutMilliseconds: 100, out _);
            throw;
        }
    }

    /// <summary>Closes the handles; the cgroup stays.</summary>
    public void Dispose()
    {
        foreach (FileDescriptor handle in _handles)
        {
            handle?.Dispose();
        }

        _handles = [];
    }

    /// <summary>Makes the directories of one hierarchy, the outermost first, and remembers which of them are new.</summary>
    private void MakeDirectories(int index)
    {
        CgroupHierarchy hierarchy = _hierarchies[index];
        string directory = hierarchy.Directory;

        // The leaf alone is tried first: its parents are there more often than not.
        int errno = Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, directory, 0x1ed);
        if (errno == 0)
        {
            _hierarchies[index] = hierarchy with { CreatedDepth = 1 };
            return;
        }

        if (errno == Errno.ENOENT)
        {
            int created = 0;
            for (int slash = hierarchy.Path.IndexOf('/', 1); ; slash = hierarchy.Path.IndexOf('/', slash + 1))
            {
                string part = slash < 0 ? directory : hierarchy.MountPoint + hierarchy.Path[..slash];
                errno = Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, part, 0x1ed);
                if (errno == 0)
                {
                    created++;
                    _hierarchies[index] = hierarchy with { CreatedDepth = slash < 0 ? created : 0 };
                }
                else if (errno != Errno.EEXIST)
                {
                    RemoveParents(hierarchy.MountPoint, part, created);
                    throw Delegation.NotMade(part, errno);
                }

                if (slash < 0)
                {
                    return;
                }
            }
        }

        if (errno != Errno.EEXIST)
        {
            throw Delegation.NotMade(directory, errno);
        }

        CheckExisting(hierarchy);
    }

    /// <summary>Removes new directories above one that could not be made.</summary>
    private static void RemoveParents(string mountPoint, string below, int count)
    {
        string directory = below;
        for (int i = 0; i < count; i++)
        {
            directory = directory[..directory.LastIndexOf('/')];
            if (directory.Length <= mountPoint.Length || Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, directory) != 0)
            {
                return;
            }
        }
    }
}
