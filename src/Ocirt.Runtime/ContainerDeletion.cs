// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Linux;
using Ocirt.Runtime.Hooks;

namespace Ocirt.Runtime;

/// <summary>Deletes a container (runtime-spec runtime.md, Delete).</summary>
public static class ContainerDeletion
{
    /// <summary>Deletes a stopped container, or one that was created and never started.</summary>
    /// <param name="store">Where the container is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="force">Whether a running one is killed first, and one that does not exist is no error.</param>
    /// <param name="warn">Told of each poststop hook that fails.</param>
    /// <exception cref="ContainerException">It runs, does not exist, or something of it cannot be removed.</exception>
    public static void Execute(StateStore store, string id, bool force, Action<string> warn)
    {
        using StateDirectory? state = Open(store, id, force);
        if (state is null || !Lock(state, force))
        {
            if (!force)
            {
                throw Container.Missing(id);
            }

            return;
        }

        ContainerRecord? record = EndProcess(state, force);
        LaunchHooks? hooks = LaunchHooks.Kept(state);
        List<JournalEntry> entries = Journal.Read(state);
        if (record is not null && entries.Count == 0)
        {
            // The journal is lost, and with it what was made: a cgroup goes when it is empty.
            CgroupJournal.Abandon(record);
        }

        JournalUndo.TakeBack(entries);
        state.Remove(isOwn: record is not null);
        hooks?.AfterStop(warn);
    }

    /// <summary>Removes what was made for a container whose first process has ended.</summary>
    /// <param name="state">Its directory, with the lock.</param>
    internal static void TakeBack(StateDirectory state)
    {
        JournalUndo.TakeBack(Journal.Read(state));
        state.Remove();
    }

    private static StateDirectory? Open(StateStore store, string id, bool force)
    {
        try
        {
            return store.TryOpen(id);
        }
        catch (ContainerException stray) when (force && stray.Kind == FailureKind.State && store.TryRemoveStray(id))
        {
            return null;
        }
    }

    private static bool Lock(StateDirectory state, bool force)
    {
        if (force && !state.TryLock())
        {
            // Who creates the container gives up, and takes everything back, when its first process ends.
            EndProcess(state, force: true);
        }

        return state.HoldsLock ? !state.IsRemoved : state.Lock();
    }

    /// <summary>Kills the first process.</summary>
    /// <returns>What was written down of it, or null.</returns>
    private static ContainerRecord? EndProcess(StateDirectory state, bool force)
    {
        Container container;
        try
        {
            container = Container.Load(state);
        }
        catch (ContainerException broken) when (force && (broken.Kind == FailureKind.State || state.IsRemoved))
        {
            // Another command was quicker, or the record is broken: the journal is enough to remove what there is, and the cgroup to kill what is in it.
            return null;
        }

        if (force && container is { IsOfOtherPidNamespace: true, Record.Cgroups.Count: > 0 })
        {
            // SAFETY: no pid can be believed here; whether a process is left, the cgroup says, which goes only when it is empty.
            return null;
        }

        ContainerStatus status = container.Status();
        if (status is not (ContainerStatus.Stopped or ContainerStatus.Created) && !force && !Ends(container))
        {
            throw new ContainerException(
                FailureKind.Status,
                $"cannot delete container {state.Id} that is not stopped: {ContainerState.NameOf(status)} (--force kills it first)");
        }

        ContainerKill.End(container);
        return container.Record;
    }

    /// <summary>Waits for a first process that is dying: who kills a container need not wait before it is deleted.</summary>
    private static bool Ends(Container container)
    {
        using ChildProcess? process = container.TryOpenProcess();
        return process is null || (ProcessStat.TryRead(process.Pid, out ProcessStat stat) && stat.IsDying && process.WaitForEnd(ContainerKill.DyingMilliseconds));
    }
}
