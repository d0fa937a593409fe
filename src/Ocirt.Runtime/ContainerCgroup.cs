// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Cgroups;
using Ocirt.Planning;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>The cgroup of one container, in the form in which the planner and the launcher need it.</summary>
public sealed class ContainerCgroup : IDisposable
{
    private readonly Cgroup? _cgroup;

    private ContainerCgroup(Cgroup? cgroup)
    {
        _cgroup = cgroup;
        if (cgroup is null)
        {
            return;
        }

        Mode = cgroup.Layout switch
        {
            CgroupLayout.Unified => CgroupMode.V2,
            CgroupLayout.Legacy => CgroupMode.V1,
            _ => CgroupMode.Hybrid,
        };
        List<Planning.CgroupHierarchy> hierarchies = new(cgroup.Hierarchies.Count);
        foreach (Cgroups.CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            hierarchies.Add(new(hierarchy.Name, hierarchy.MountPoint, hierarchy.Path));
            if (hierarchy.IsUnified || Path.Length == 0)
            {
                Path = hierarchy.Path;
            }
        }

        Hierarchies = hierarchies;
        Descriptors = new int[cgroup.Handles.Count];
        for (int i = 0; i < Descriptors.Length; i++)
        {
            Descriptors[i] = cgroup.Handles[i].Value;
        }
    }

    /// <summary>How the host arranges its control groups.</summary>
    public CgroupMode Mode { get; }

    /// <summary>The container's cgroup: in the version 2 hierarchy where there is one.</summary>
    public string Path { get; } = string.Empty;

    /// <summary>The container's places, for mounting them inside.</summary>
    public IReadOnlyList<Planning.CgroupHierarchy> Hierarchies { get; } = [];

    /// <summary>The host's arrangement and the container's places, for the record of the container.</summary>
    internal (CgroupLayout Layout, IReadOnlyList<Cgroups.CgroupHierarchy> Places) Record =>
        _cgroup is null ? (CgroupLayout.Unified, []) : (_cgroup.Layout, _cgroup.Hierarchies);

    /// <summary>How many descriptors get a process in: the directory on version 2, a file of every hierarchy otherwise.</summary>
    public int DescriptorCount => Mode switch
    {
        CgroupMode.None => 0,
        CgroupMode.V2 => 1,
        _ => Hierarchies.Count,
    };

    /// <summary>What init is handed to get in; closed with this object. Empty when the cgroup was only described.</summary>
    public int[] Descriptors { get; } = [];

    /// <summary>Makes the cgroup with its limits, before any process enters it, and writes it down before and after.</summary>
    /// <exception cref="ContainerException">It cannot be made; nothing of it is left.</exception>
    /// <remarks>The device rules wait for <see cref="RestrictDevices"/>; <see cref="JournalUndo"/> removes the cgroup.</remarks>
    internal static ContainerCgroup Create(ContainerConfig config, string id, Journal journal) => Explained(() =>
    {
        CgroupHost host = CgroupHost.Detect();
        using (Cgroup planned = Cgroup.Plan(host, config.Linux?.CgroupsPath, id))
        {
            if (planned.IsFrozen)
            {
                throw new CgroupException($"linux.cgroupsPath: the cgroup '{planned.Hierarchies[^1].Path}' is frozen, the container would not come to life: thaw it, or choose another path");
            }

            journal.Write(CgroupJournal.Planned(planned));
        }

        Cgroup made = Cgroup.Create(host, config.Linux?.CgroupsPath, id, config.Linux?.Resources, DeviceTiming.Later, CgroupOwner.Find(config));
        journal.Write(CgroupJournal.Made(made));
        return new(made);
    });

    /// <summary>What the cgroup would be, without making it.</summary>
    /// <exception cref="ContainerException">The configuration asks for an impossible one.</exception>
    public static ContainerCgroup Describe(ContainerConfig config, string id) =>
        Explained(() => new(Cgroup.Plan(CgroupHost.Detect(), config.Linux?.CgroupsPath, id)));

    /// <summary>Makes sure that the container's first process is in the cgroup, before it does anything.</summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="ContainerException">It is elsewhere.</exception>
    public void Confirm(int pid)
    {
        try
        {
            _cgroup?.Confirm(pid);
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <summary>Puts the device rules in force, before the container's program runs.</summary>
    /// <exception cref="ContainerException">They cannot be put in force.</exception>
    public void RestrictDevices()
    {
        try
        {
            _cgroup?.RestrictDevices();
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cgroup?.Dispose();

    private static ContainerCgroup Explained(Func<ContainerCgroup> make)
    {
        try
        {
            return make();
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }
}
