// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups.Devices;
using Ocirt.Cgroups.Fs;
using Ocirt.Cgroups.Systemd;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Cgroups;

/// <content>A cgroup that is a transient scope of systemd.</content>
public sealed partial class Cgroup
{
    private List<LimitWrite> _limits = [];
    private IReadOnlyList<UnitProperty> _extra = [];
    private string _slice = "";
    private uint? _owner;

    /// <summary>Which systemd makes the scope, or null.</summary>
    public SystemdAccess? Systemd { get; private set; }

    /// <summary>The scope, or null when the cgroup was made through cgroupfs.</summary>
    public string? Unit { get; private set; }

    /// <summary>
    /// Prepares a cgroup that systemd makes once there is a process for it: a scope cannot be empty. Nothing is made yet;
    /// what is wrong in the config is found.
    /// </summary>
    /// <param name="host">The host's cgroups.</param>
    /// <param name="cgroupsPath">linux.cgroupsPath in the form <c>slice:prefix:name</c>, or null.</param>
    /// <param name="id">The container's id.</param>
    /// <param name="resources">The limits, or null.</param>
    /// <param name="extra">Properties from annotations.</param>
    /// <param name="systemd">Which systemd makes it.</param>
    /// <param name="owner">The host's id of the user that a cgroup of cgroup v2 is given to, or null.</param>
    /// <returns>The cgroup; <see cref="StartUnit"/> makes it.</returns>
    /// <exception cref="CgroupException">The path or a limit is not allowed, or systemd does not answer.</exception>
    public static Cgroup PrepareUnit(
        CgroupHost host, string? cgroupsPath, string id, ResourcesConfig? resources, IReadOnlyList<UnitProperty> extra, SystemdAccess systemd, uint? owner = null)
    {
        if (systemd.IsUser && host.Layout != CgroupLayout.Unified)
        {
            throw new CgroupException("the systemd cgroup driver without the rights of root needs cgroup v2: this host has its controllers on cgroup v1");
        }

        UnitName name = UnitName.Parse(cgroupsPath, id, systemd.IsUser);
        string root = "";
        if (systemd.IsUser)
        {
            using SystemdConnection connection = systemd.Connect();
            root = connection.ControlGroup();
        }

        CgroupHierarchy[] hierarchies = new CgroupHierarchy[host.Hierarchies.Count];
        for (int i = 0; i < hierarchies.Length; i++)
        {
            hierarchies[i] = new CgroupHierarchy(host.Hierarchies[i].Name, host.Hierarchies[i].MountPoint, root + name.Path(), CreatedDepth: 0);
        }

        Cgroup cgroup = new(host.Layout, hierarchies)
        {
            Unit = name.Unit,
            _slice = name.Slice,
            Systemd = systemd,
            _extra = extra,
            _owner = owner,
            _devices = DeviceEntries.Compile(resources is null ? [] : resources.Devices),
            _limits = resources is null ? [] : host.Layout == CgroupLayout.Unified ? UnifiedLimits.Compile(resources) : LegacyLimits.Compile(resources),
        };
        if (host.Layout != CgroupLayout.Unified)
        {
            cgroup.RequireControllers(cgroup._limits);
        }

        return cgroup;
    }

    /// <summary>Takes up a scope that was made earlier, to change or remove it.</summary>
    /// <param name="layout">The host's layout.</param>
    /// <param name="hierarchies">Its places.</param>
    /// <param name="unit">The scope.</param>
    /// <param name="systemd">Which systemd made it.</param>
    /// <returns>The cgroup.</returns>
    public static Cgroup OpenUnit(CgroupLayout layout, CgroupHierarchy[] hierarchies, string unit, SystemdAccess systemd) =>
        new(layout, hierarchies) { Unit = unit, Systemd = systemd };

    /// <summary>Makes the scope with its limits and device rules around a process. When that fails, nothing of it is left.</summary>
    /// <param name="pid">The container's first process, which does nothing yet.</param>
    /// <param name="onAsking">Called before systemd is asked; from then on the scope may be there.</param>
    /// <exception cref="CgroupException">systemd refuses, or put the process elsewhere; the unit is named.</exception>
    /// <exception cref="SyscallException">A call failed otherwise.</exception>
    public void StartUnit(int pid, Action onAsking)
    {
        using SystemdConnection connection = Systemd!.Connect();
        onAsking();
        connection.StartTransientUnit(Unit!, Properties(connection, pid));
        try
        {
            for (int i = 0; i < _hierarchies.Length; i++)
            {
                Settle(i, pid);
            }

            ApplyDevices(isReplacement: false);
            Confirm(pid);
        }
        catch
        {
            for (int i = 0; i < _hierarchies.Length; i++)
            {
                _hierarchies[i] = _hierarchies[i] with { CreatedDepth = 1 };
            }

            StopUnit();
            throw;
        }
    }

    /// <summary>Stops the scope, which ends what is left in it, and removes what systemd did not make.</summary>
    /// <param name="timeoutMilliseconds">How long processes that keep coming are killed.</param>
    /// <exception cref="CgroupException">systemd refuses or does not finish; or processes remain.</exception>
    public void StopUnit(int timeoutMilliseconds = 5000)
    {
        Kill(timeoutMilliseconds);

        // systemd takes an empty scope away by itself.
        if (!VanishesWithin(timeoutMilliseconds))
        {
            using SystemdConnection connection = Systemd!.Connect();
            connection.StopUnit(Unit!);
        }

        Delete(timeoutMilliseconds);
    }

    /// <summary>
    /// Has systemd put a process into the scope, for a caller who may not: a user's own asks the system's systemd where the
    /// process comes from outside of what is delegated to the user.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <param name="below">The path of a cgroup below the scope's own; empty for that.</param>
    /// <exception cref="CgroupException">systemd refuses; the unit is named.</exception>
    public void Attach(int pid, string below)
    {
        using SystemdConnection connection = Systemd!.Connect();
        connection.AttachProcess(Unit!, below, pid);
    }

    /// <summary>
    /// Removes a scope that systemd may have been asked for, when its maker was killed meanwhile. One with processes is
    /// another's, since what was made for the container has ended; it is left alone.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long systemd is given to take it away by itself.</param>
    /// <exception cref="CgroupException">systemd does not answer.</exception>
    public void AbandonUnit(int timeoutMilliseconds = 1000)
    {
        // KERNEL(6.19): a process leaves its cgroup a moment after its pidfd says that it has ended.
        long deadline = Deadline(100);
        while (Processes().Count != 0)
        {
            if (MonotonicClock.Nanoseconds() > deadline)
            {
                return;
            }

            MonotonicClock.Pause(1000);
        }

        // ORDER: asked even where nothing is to be seen yet. systemd takes calls up in their order, and may not have
        // carried the killed one's out.
        using SystemdConnection connection = Systemd!.Connect();
        deadline = Deadline(timeoutMilliseconds);
        while (connection.IsLoaded(Unit!))
        {
            if (MonotonicClock.Nanoseconds() > deadline)
            {
                connection.StopUnit(Unit!);
                break;
            }

            MonotonicClock.Pause(10_000);
        }

        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            _ = Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, hierarchy.Directory);
        }
    }

    private bool VanishesWithin(int timeoutMilliseconds)
    {
        CgroupHierarchy place = Array.Find(_hierarchies, hierarchy => hierarchy.Name == "name=systemd") ?? _hierarchies[^1];
        long deadline = Deadline(timeoutMilliseconds);
        uint pause = 200;
        while (HostPaths.TryFileSystemMagic(place.Directory, out _) == 0)
        {
            if (MonotonicClock.Nanoseconds() > deadline)
            {
                return false;
            }

            MonotonicClock.Pause(pause);
            pause = Math.Min(pause * 2, 20_000);
        }

        return true;
    }

    private List<UnitProperty> Properties(SystemdConnection connection, int pid)
    {
        List<UnitProperty> properties =
        [
            UnitProperty.Text("Description", "OCI container of ocirt"),
            UnitProperty.Text("Slice", _slice),
            UnitProperty.Flag("Delegate", true),
            new("PIDs", "au", new[] { (uint)pid }),
            UnitProperty.Flag("CPUAccounting", true),
            UnitProperty.Flag("MemoryAccounting", true),
            UnitProperty.Flag(Layout == CgroupLayout.Unified ? "IOAccounting" : "BlockIOAccounting", true),
            UnitProperty.Flag("TasksAccounting", true),
            UnitProperty.Flag("DefaultDependencies", false),
        ];
        properties.AddRange(UnitProperties.CompileDevices(_devices));
        // Not to limit processes is a wish of its own here: systemd gives every unit a limit (DefaultTasksMax).
        List<LimitWrite> asked = _limits.FindAll(static limit => !limit.IsDefault || limit.File == "pids.max");
        if (asked.Count > 0)
        {
            properties.AddRange(UnitProperties.Compile(asked, connection.Version()));
        }

        properties.AddRange(_extra);
        return properties;
    }

    /// <summary>Puts the process into one hierarchy when systemd did not, and sets the limits there.</summary>
    private void Settle(int index, int pid)
    {
        CgroupHierarchy hierarchy = _hierarchies[index];
        bool isOfSystemd = hierarchy.IsUnified ? Layout == CgroupLayout.Unified : hierarchy.Name == "name=systemd";
        if (!isOfSystemd)
        {
            // systemd makes directories of v1 controllers only where a property asks for it.
            MakeOrFind(index);
            if (hierarchy.Has("cpuset"))
            {
                FillCpuset(hierarchy.MountPoint, hierarchy.Directory, "cpuset.cpus");
                FillCpuset(hierarchy.MountPoint, hierarchy.Directory, "cpuset.mems");
            }

            int errno = CgroupFiles.TryWrite(hierarchy.Directory + "/cgroup.procs", LimitList.Text((long)pid));
            if (errno != 0)
            {
                throw new CgroupException($"systemd unit '{Unit}': moving pid {pid} to '{hierarchy.Directory}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
            }
        }

        _hierarchies[index] = hierarchy with { CreatedDepth = 1 };
        if (!hierarchy.IsUnified)
        {
            LimitWriter.Write(hierarchy.Directory, Asked(_limits).FindAll(limit => hierarchy.Has(limit.Controller)));
        }
        else if (Layout == CgroupLayout.Unified)
        {
            EnableControllers(hierarchy, _limits);
            LimitWriter.Write(hierarchy.Directory, Asked(_limits));
            if (_owner is uint owner)
            {
                ChangeOwner(hierarchy.Directory, owner);
            }
        }
    }

    private void MakeOrFind(int index)
    {
        if (Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, _hierarchies[index].Directory, 0x1ed) is not (0 or Abi.Linux.Errno.EEXIST))
        {
            MakeDirectories(index);
        }
    }

    private void UpdateUnit(List<LimitWrite> limits)
    {
        using SystemdConnection connection = Systemd!.Connect();
        connection.SetUnitProperties(Unit!, UnitProperties.Compile(limits, connection.Version()));

        // systemd rounds a quota up to whole percents in the file; what was asked for is written again.
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (hierarchy.IsUnified == (Layout == CgroupLayout.Unified))
            {
                LimitWriter.Write(hierarchy.Directory, hierarchy.IsUnified ? limits : limits.FindAll(limit => hierarchy.Has(limit.Controller)));
            }
        }
    }
}
