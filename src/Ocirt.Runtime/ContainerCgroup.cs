// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Cgroups;
using Ocirt.Cgroups.Systemd;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>The cgroup of one container, in the form in which the planner and the launcher need it.</summary>
public sealed class ContainerCgroup : IDisposable
{
    private readonly Journal? _journal;
    private readonly Func<Cgroup>? _make;
    private Cgroup? _cgroup;

    private ContainerCgroup(CgroupLayout layout, List<Planning.CgroupHierarchy> hierarchies)
    {
        Mode = layout switch
        {
            CgroupLayout.Unified => CgroupMode.V2,
            CgroupLayout.Legacy => CgroupMode.V1,
            _ => CgroupMode.Hybrid,
        };
        Hierarchies = hierarchies;
        foreach (Planning.CgroupHierarchy hierarchy in hierarchies)
        {
            if (hierarchy.Names.Length == 0 || Path.Length == 0)
            {
                Path = hierarchy.ContainerPath;
            }
        }
    }

    private ContainerCgroup(Cgroup cgroup, Journal? journal = null, Func<Cgroup>? make = null)
        : this(cgroup.Layout, Places(cgroup))
    {
        _cgroup = cgroup;
        _journal = journal;
        _make = make;
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

    /// <summary>
    /// How many descriptors get a process in: the directory on version 2, a file of every hierarchy otherwise; none when
    /// systemd puts it there, or when it stays with its caller.
    /// </summary>
    public int DescriptorCount => Mode switch
    {
        _ when _cgroup is null || _cgroup.Unit is not null => 0,
        CgroupMode.None => 0,
        CgroupMode.V2 => 1,
        _ => Hierarchies.Count,
    };

    /// <summary>What init is handed to get in; closed with this object. Empty until <see cref="Make"/>.</summary>
    public int[] Descriptors { get; private set; } = [];

    /// <summary>Finds the place of the cgroup and writes it down; <see cref="Make"/> makes it there.</summary>
    /// <exception cref="ContainerException">The place is not allowed or frozen.</exception>
    internal static ContainerCgroup Prepare(ContainerConfig config, string id, Journal journal, CgroupDriver driver)
    {
        if (driver == CgroupDriver.Disabled)
        {
            return OfCaller(config);
        }

        if (driver == CgroupDriver.Systemd)
        {
            return PrepareUnit(config, id, journal);
        }

        ContainerCgroup prepared = Plan(config, id, journal);
        bool isNeeded = OwnProcess.EffectiveUserId == 0 || !string.IsNullOrEmpty(config.Linux?.CgroupsPath) || HasLimits(config.Linux?.Resources);
        if (isNeeded)
        {
            return prepared;
        }

        try
        {
            prepared.Make();
            return prepared;
        }
        catch (ContainerException)
        {
            // A user to whom no cgroup is delegated, and who asks for none and for no limit, stays in his own, as with runc.
            return OfCaller(config);
        }
    }

    private static ContainerCgroup Plan(ContainerConfig config, string id, Journal journal) => Explained(() =>
    {
        CgroupHost host = CgroupHost.Detect();
        string? path = config.Linux?.CgroupsPath;
        Cgroup planned = Cgroup.Plan(host, path, id);
        if (planned.IsFrozen)
        {
            throw new CgroupException($"linux.cgroupsPath: container's cgroup unexpectedly frozen: '{planned.Hierarchies[^1].Path}': the container would not come to life: thaw it, or choose another path");
        }

        journal.Write(CgroupJournal.Planned(planned));
        return new(planned, journal, () => Cgroup.Create(host, path, id, config.Linux?.Resources, DeviceTiming.Later, CgroupOwner.Find(config)));
    });

    /// <summary>Makes the cgroup with its limits, before any process enters it, and writes it down; nothing when it is made already or by systemd.</summary>
    /// <exception cref="ContainerException">It cannot be made; nothing of it is left.</exception>
    /// <remarks>The device rules wait for <see cref="RestrictDevices"/>; <see cref="JournalUndo"/> removes the cgroup.</remarks>
    internal void Make()
    {
        if (_make is null || Descriptors.Length != 0)
        {
            return;
        }

        try
        {
            _cgroup = _make();
            _journal!.Write(CgroupJournal.Made(_cgroup));
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }

        Descriptors = new int[_cgroup.Handles.Count];
        for (int i = 0; i < Descriptors.Length; i++)
        {
            Descriptors[i] = _cgroup.Handles[i].Value;
        }
    }

    /// <summary>The cgroups of the caller, in which the container stays.</summary>
    /// <exception cref="ContainerException">The configuration asks for limits, which only a cgroup of its own could hold.</exception>
    public static ContainerCgroup OfCaller(ContainerConfig config)
    {
        if (LimitName(config.Linux?.Resources) is string name)
        {
            throw new ContainerException(
                FailureKind.Host,
                $"linux.resources.{name}: a limit needs a cgroup, and '--cgroup-manager disabled' makes none: take the limit out of config.json");
        }

        return Explained(static () =>
        {
            CgroupHost host = CgroupHost.Detect();
            List<Planning.CgroupHierarchy> places = new(host.Hierarchies.Count);
            foreach (HostHierarchy hierarchy in host.Hierarchies)
            {
                places.Add(new(hierarchy.Name, hierarchy.MountPoint, hierarchy.OwnPath));
            }

            return new(host.Layout, places);
        });
    }

    /// <summary>What the cgroup would be, without making it.</summary>
    /// <exception cref="ContainerException">The configuration asks for an impossible one.</exception>
    public static ContainerCgroup Describe(ContainerConfig config, string id, CgroupDriver driver) => driver switch
    {
        CgroupDriver.Disabled => OfCaller(config),
        CgroupDriver.Systemd => PrepareUnit(config, id, journal: null),
        _ => Explained(() => new(Cgroup.Plan(CgroupHost.Detect(), config.Linux?.CgroupsPath, id))),
    };

    /// <summary>Makes sure that the container's first process is in the cgroup, before it does anything; systemd puts it there now.</summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="ContainerException">It is elsewhere.</exception>
    public void Confirm(int pid)
    {
        try
        {
            if (_cgroup?.Unit is null)
            {
                _cgroup?.Confirm(pid);
                return;
            }

            // ORDER: that it is ours is written down only once it is: undoing a creation that met another's unit would stop that one.
            _cgroup.StartUnit(pid, () => _journal!.Write(CgroupJournal.Unit(JournalKind.UnitPlanned, _cgroup)));
            _journal!.Write(CgroupJournal.Unit(JournalKind.UnitMade, _cgroup));
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
            if (_cgroup?.Unit is null)
            {
                _cgroup?.RestrictDevices();
            }
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cgroup?.Dispose();

    private static ContainerCgroup PrepareUnit(ContainerConfig config, string id, Journal? journal) => Explained(() =>
    {
        SystemdAccess systemd = SystemdAccess.Of(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        List<UnitProperty> properties = [];
        foreach (NamedValue annotation in config.Annotations)
        {
            if (annotation.Name.StartsWith(PropertyText.Prefix, StringComparison.Ordinal))
            {
                properties.Add(PropertyText.Parse(annotation.Name, annotation.Value));
            }
        }

        string? path = config.Linux?.CgroupsPath;
        return new(Cgroup.PrepareUnit(CgroupHost.Detect(), path, id, config.Linux?.Resources, properties, systemd, CgroupOwner.Find(config)), journal);
    });

    private static List<Planning.CgroupHierarchy> Places(Cgroup cgroup)
    {
        List<Planning.CgroupHierarchy> places = new(cgroup.Hierarchies.Count);
        foreach (Cgroups.CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            places.Add(new(hierarchy.Name, hierarchy.MountPoint, hierarchy.Path));
        }

        return places;
    }

    /// <summary>The first limit that is really asked for: engines send the others with zero, or -1 for none.</summary>
    private static string? LimitName(ResourcesConfig? resources) => resources switch
    {
        { Memory.Limit: > 0 } => "memory.limit",
        { Pids.Limit: > 0 } => "pids.limit",
        { Cpu.Quota: > 0 } => "cpu.quota",
        { Cpu.Shares: > 0 } => "cpu.shares",
        { Cpu.Cpus.Length: > 0 } => "cpu.cpus",
        { Cpu.Mems.Length: > 0 } => "cpu.mems",
        { Unified.Length: > 0 } => "unified",
        _ => null,
    };

    /// <summary>Whether anything is limited beside devices, which no user without privileges could be given.</summary>
    private static bool HasLimits(ResourcesConfig? resources) => resources is not null
        && (resources.Memory is not null || resources.Cpu is not null || resources.Pids is not null || resources.BlockIo is not null
            || resources.Network is not null || resources.HugepageLimits.Length > 0 || resources.Rdma.Length > 0 || resources.Unified.Length > 0);

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
