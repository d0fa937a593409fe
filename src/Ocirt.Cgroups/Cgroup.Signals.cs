// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>The processes: listing, signals, killing.</content>
public sealed partial class Cgroup
{
    /// <summary>Lists the processes in the cgroup and below, as pids of this process's pid namespace.</summary>
    /// <returns>Their pids, cgroup by cgroup; empty when the cgroup does not exist.</returns>
    public List<int> Processes() => Members(ownOnly: false) is CgroupHierarchy members ? ProcessList.Read(members.Directory) : [];

    /// <summary>
    /// Sends a signal to every process in the cgroup and below. SIGKILL goes by cgroup.kill where there is one, and is
    /// repeated until no process is left otherwise; another signal is sent once, while the cgroup is frozen, so that no
    /// process is missed by forking. It thaws again, unless it was frozen before.
    /// </summary>
    /// <param name="signal">The signal; not 0.</param>
    /// <param name="timeoutMilliseconds">How long freezing, and killing, may take.</param>
    /// <exception cref="CgroupException">Processes do not freeze, or remain.</exception>
    public void SignalAll(int signal, int timeoutMilliseconds = 10_000)
    {
        if (Members(ownOnly: false) is not CgroupHierarchy members)
        {
            return;
        }

        if (signal == Signal.SIGKILL)
        {
            KillAll(members, timeoutMilliseconds);
            return;
        }

        bool wasFrozen = IsFrozen;
        bool freezes = !wasFrozen && Freezer() is not null;
        if (freezes)
        {
            Freeze(timeoutMilliseconds);
        }

        try
        {
            ProcessList.Signal(members.Directory, signal);
        }
        finally
        {
            if (freezes)
            {
                Thaw(timeoutMilliseconds);
            }
        }
    }

    /// <summary>
    /// Kills every process in the cgroup and below, frozen ones too. Nothing is done in a cgroup that was there before the
    /// container. Killed processes may still be ending when this returns.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long processes that keep coming are killed.</param>
    /// <returns>False when the cgroup is not the container's own.</returns>
    /// <exception cref="CgroupException">Processes remain.</exception>
    public bool Kill(int timeoutMilliseconds = 5000)
    {
        if (Members(ownOnly: true) is not CgroupHierarchy members)
        {
            return false;
        }

        KillAll(members, timeoutMilliseconds);
        return true;
    }

    /// <summary>The hierarchy that lists the processes. cgroup v2 comes last, and kills in one go; else the freezer's.</summary>
    private CgroupHierarchy? Members(bool ownOnly)
    {
        CgroupHierarchy? chosen = null;
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if ((hierarchy.CreatedDepth > 0 || !ownOnly) && (chosen is null || hierarchy.IsUnified || hierarchy.Has("freezer")))
            {
                chosen = hierarchy;
            }
        }

        return chosen;
    }

    private void KillAll(CgroupHierarchy members, int timeoutMilliseconds)
    {
        // KERNEL(5.14): cgroup.kill; it reaches frozen processes of cgroup v2 too, but not those of a v1 freezer.
        if (members.IsUnified && CgroupFiles.TryWrite(members.Directory + "/cgroup.kill", "1") == 0)
        {
            ThawLegacy();
            return;
        }

        CgroupHierarchy? freezer = Freezer();
        long deadline = Deadline(timeoutMilliseconds);
        uint pause = 1000;
        while (true)
        {
            if (freezer is not null)
            {
                // It need not stand still: that only keeps processes from forking faster than they are killed.
                _ = CgroupFiles.TryWrite(freezer.Directory + (freezer.IsUnified ? "/cgroup.freeze" : "/freezer.state"), freezer.IsUnified ? "1" : "FROZEN");
            }

            int alive = ProcessList.Signal(members.Directory, Signal.SIGKILL);

            // ORDER: a frozen process of cgroup v1 dies only once it is thawed.
            foreach (CgroupHierarchy hierarchy in _hierarchies)
            {
                if (hierarchy.IsUnified || hierarchy.Has("freezer"))
                {
                    ThawTree(hierarchy.Directory, hierarchy.IsUnified);
                }
            }

            if (alive == 0)
            {
                return;
            }

            if (MonotonicClock.Nanoseconds() > deadline)
            {
                throw new CgroupException(
                    $"killing the processes of '{members.Directory}': {alive} are left after {timeoutMilliseconds} ms: {DescribeRunning(members)}");
            }

            MonotonicClock.Pause(pause);
            pause = Math.Min(pause * 2, 20_000);
        }
    }

    /// <summary>Thaws what the v1 freezer of a hybrid host holds, so that killed processes can end.</summary>
    private void ThawLegacy()
    {
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (hierarchy.Has("freezer") && CgroupFiles.Read(hierarchy.Directory + "/freezer.state") is not (null or "THAWED"))
            {
                ThawTree(hierarchy.Directory, isUnified: false);
            }
        }
    }
}
