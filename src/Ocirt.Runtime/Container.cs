// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>A container that was created earlier, as far as it was.</summary>
public sealed class Container : IDisposable
{
    /// <summary>The name of the configuration that was in force at the creation. Later edits of the bundle change nothing.</summary>
    public const string ConfigFileName = "config.json";

    private const int MaxRecordSize = 128 << 20;
    private readonly HostIdentity _host;

    private Container(StateDirectory state, ContainerRecord? record, HostIdentity host)
    {
        State = state;
        Record = record;
        _host = host;
    }

    /// <summary>Its directory.</summary>
    public StateDirectory State { get; }

    /// <summary>What was written down of it; null when its creation was cut off before it had a process, or is not that far.</summary>
    public ContainerRecord? Record { get; }

    /// <summary>Its id.</summary>
    public string Id => State.Id;

    /// <summary>Opens a container.</summary>
    /// <exception cref="ContainerException">There is none of that id.</exception>
    public static Container Open(StateStore store, string id) => TryOpen(store, id) ?? throw Missing(id);

    /// <summary>Opens a container.</summary>
    /// <returns>The container, or null when there is none of that id.</returns>
    public static Container? TryOpen(StateStore store, string id) =>
        store.TryOpen(id) is StateDirectory state ? LoadOrClose(state) : null;

    /// <summary>Opens a container and takes its lock.</summary>
    /// <exception cref="ContainerException">There is none of that id, or another command keeps the lock.</exception>
    public static Container OpenLocked(StateStore store, string id)
    {
        StateDirectory state = store.TryOpen(id) ?? throw Missing(id);
        try
        {
            // ORDER: what is read without the lock may be changing.
            if (!state.Lock())
            {
                throw Missing(id);
            }
        }
        catch
        {
            state.Dispose();
            throw;
        }

        return LoadOrClose(state);
    }

    /// <summary>Reads what is written down in a state directory, which is closed with the container.</summary>
    /// <exception cref="ContainerException">It is broken, or not of this runtime.</exception>
    internal static Container Load(StateDirectory state, HostIdentity? host = null)
    {
        ContainerRecord? record = ReadRecord(state);
        return record is not null || state.IsOwn
            ? new Container(state, record, host ?? HostIdentity.Read())
            : throw (state.IsRemoved
                ? Missing(state.Id)
                : new ContainerException(FailureKind.NotFound, $"container does not exist: '{state.Path}' was not made by ocirt"));
    }

    /// <summary>The error for an id that no container has.</summary>
    public static ContainerException Missing(string id) => new(FailureKind.NotFound, $"container does not exist: '{id}'");

    /// <summary>Whether its pid counts in a pid namespace that this process is not in. It may be gone, as that of a restarted engine in a container.</summary>
    public bool IsOfOtherPidNamespace =>
        Record is not null && Record.Host.BootId == _host.BootId && Record.Host.PidNamespace != _host.PidNamespace;

    /// <summary>The status, from the kernel.</summary>
    /// <exception cref="ContainerException">The container belongs to another pid namespace.</exception>
    public ContainerStatus Status() =>
        !HasProcessHere(out ContainerStatus other) ? other
        : Record!.Process.IsAlive(out ProcessStat stat) ? StatusAlive(stat)
        : ContainerStatus.Stopped;

    /// <summary>The status, from the kernel, and the process that it is about.</summary>
    /// <param name="process">The first process, unless it has ended or there is none.</param>
    /// <returns>The status.</returns>
    /// <exception cref="ContainerException">The container belongs to another pid namespace.</exception>
    internal ContainerStatus Status(out ChildProcess? process)
    {
        process = null;
        if (!HasProcessHere(out ContainerStatus other))
        {
            return other;
        }

        process = Record!.Process.TryOpen(out ProcessStat stat);
        try
        {
            return process is null ? ContainerStatus.Stopped : StatusAlive(stat);
        }
        catch (ContainerException)
        {
            process?.Dispose();
            throw;
        }
    }

    /// <summary>The state as it is shown.</summary>
    /// <param name="owners">Who finds the name of its owner.</param>
    public ContainerState Describe(UserNames owners)
    {
        ContainerStatus status = Status();
        string bundle = "", created = "";
        if (Record is null)
        {
            List<JournalEntry> entries = Journal.Read(State);
            if (entries.Count != 0 && entries[0].Kind == JournalKind.Container && entries[0].Fields.Length == 2)
            {
                bundle = entries[0].Fields[0];
                created = entries[0].Fields[1];
            }
        }

        return new ContainerState
        {
            Id = Id,
            Pid = status == ContainerStatus.Stopped ? 0 : Record?.Process.Pid ?? 0,
            Status = status,
            Bundle = Record?.Bundle ?? bundle,
            Rootfs = Record?.Rootfs ?? "",
            Created = Record?.Created ?? created,
            Owner = owners.Find(State.OwnerId),
            Annotations = Record?.Annotations ?? [],
        };
    }

    /// <summary>Opens the first process.</summary>
    /// <returns>The process, or null when it has ended.</returns>
    public ChildProcess? TryOpenProcess() => Record is not null && Record.Host == _host ? Record.Process.TryOpen() : null;

    /// <summary>The cgroup, to freeze, signal or list it; nothing in it counts as made for the container.</summary>
    /// <remarks>It is empty when the machine was started anew since: what has its name now belongs to somebody else.</remarks>
    public Cgroup OpenCgroup() => Record is { } record && record.Host.BootId == _host.BootId
        ? new(record.CgroupLayout, [.. record.Cgroups])
        : new(CgroupLayout.Unified, []);

    /// <summary>The error for what its cgroup refuses: that it has ended, when it has, and a scope of systemd has gone with it.</summary>
    internal ContainerException Explain(CgroupException refused) => Status() == ContainerStatus.Stopped
        ? ContainerKill.NotRunning(Id, ContainerStatus.Stopped)
        : new ContainerException(FailureKind.Host, refused.Message);

    /// <summary>Closes it; the container stays as it is.</summary>
    public void Dispose() => State.Dispose();

    private static Container LoadOrClose(StateDirectory state)
    {
        try
        {
            return Load(state);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Whether it has a first process, whose pid means something here.</summary>
    /// <param name="other">Its status when it has none.</param>
    /// <exception cref="ContainerException">The pid means something in another pid namespace.</exception>
    private bool HasProcessHere(out ContainerStatus other)
    {
        other = ContainerStatus.Stopped;
        if (Record is null)
        {
            other = State.IsLockedByOther() ? ContainerStatus.Creating : ContainerStatus.Stopped;
            return false;
        }

        return Record.Host.BootId == _host.BootId && (!IsOfOtherPidNamespace
            ? true
            : throw new ContainerException(
                FailureKind.State,
                $"container '{Id}' was created from another pid namespace, where its pid {Record.Process.Pid} counts: use ocirt from there, or 'delete --force' when that is gone"));
    }

    private ContainerStatus StatusAlive(ProcessStat stat) =>
        IsFrozen() ? ContainerStatus.Paused
        : !stat.HasNotExecuted ? ContainerStatus.Running
        : StartSocket.Exists(State) ? ContainerStatus.Created
        : ContainerStatus.Creating;

    private bool IsFrozen()
    {
        try
        {
            using Cgroup cgroup = OpenCgroup();
            return cgroup.IsFrozen;
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    private static ContainerRecord? ReadRecord(StateDirectory state)
    {
        try
        {
            byte[]? file = state.TryRead(ContainerRecord.FileName, MaxRecordSize);
            if (file is null)
            {
                return null;
            }

            ContainerRecord? record = ContainerRecordJson.Read(file, out int version);
            if (record is null && version != 0)
            {
                throw new ContainerException(
                    FailureKind.State,
                    $"'{state.Path}/{ContainerRecord.FileName}' is of version {version}, which this ocirt does not know: the one that made it can use the container, and 'ocirt delete --force {state.Id}' removes it");
            }

            // SAFETY: without a record of its own a container that runs would be taken for one that never had a process.
            return record ?? (state.HasJournal ? throw Broken(state) : null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException
            or SyscallException { Errno: Errno.EISDIR or Errno.ELOOP or Errno.EFBIG })
        {
            throw Broken(state);
        }
    }

    private static ContainerException Broken(StateDirectory state) => new(
        FailureKind.State, $"'{state.Path}/{ContainerRecord.FileName}' is broken: 'ocirt delete --force {state.Id}' removes the container");
}
