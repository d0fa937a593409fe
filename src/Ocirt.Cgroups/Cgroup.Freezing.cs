// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Freezing and thawing.</content>
public sealed partial class Cgroup
{
    private const int NamedProcesses = 3;

    /// <summary>
    /// Whether the cgroup was asked to be frozen: by <see cref="Freeze"/>, or by whoever else writes to its freezer. One
    /// that stands still because a cgroup above it is frozen is not meant.
    /// </summary>
    public bool IsFrozen
    {
        get
        {
            foreach (CgroupHierarchy hierarchy in _hierarchies)
            {
                if ((hierarchy.IsUnified && CgroupFiles.IsSet(hierarchy.Directory + "/cgroup.freeze"))
                    || (hierarchy.Has("freezer") && CgroupFiles.IsSet(hierarchy.Directory + "/freezer.self_freezing")))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Stops every process in the cgroup and below, and waits until they stand still: by cgroup.freeze of cgroup v2 where
    /// the host has it mounted, else by the v1 freezer. When the time is over, the cgroup is thawed again.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long to wait.</param>
    /// <exception cref="CgroupException">There is no freezer, or processes do not stop; some of them are named.</exception>
    public void Freeze(int timeoutMilliseconds = 10_000)
    {
        CgroupHierarchy freezer = Freezer()
            ?? throw new CgroupException("freezing: the host has neither cgroup v2 nor a cgroup v1 hierarchy mounted with the controller 'freezer'");
        long deadline = Deadline(timeoutMilliseconds);
        uint pause = 100;
        for (int round = 1; ; round++)
        {
            WriteFreezer(freezer.Directory, freezer.IsUnified, frozen: true);
            if (StandsStill(freezer))
            {
                return;
            }

            if (MonotonicClock.Nanoseconds() > deadline)
            {
                string running = DescribeRunning(freezer);
                ThawTree(freezer.Directory, freezer.IsUnified);
                throw new CgroupException($"freezing the cgroup '{freezer.Directory}': not every process stopped within {timeoutMilliseconds} ms: {running}");
            }

            if (!freezer.IsUnified && round % 32 == 0)
            {
                // KERNEL: the v1 freezer can hang in FREEZING when processes fork or wait for each other; a new start helps.
                WriteFreezer(freezer.Directory, isUnified: false, frozen: false);
            }

            MonotonicClock.Pause(pause);
            pause = Math.Min(pause * 2, 10_000);
        }
    }

    /// <summary>Lets the processes go on: in the cgroup and in every frozen one below it, and waits until they do.</summary>
    /// <param name="timeoutMilliseconds">How long to wait.</param>
    /// <exception cref="CgroupException">It stays frozen: a cgroup above it is frozen, which is named.</exception>
    public void Thaw(int timeoutMilliseconds = 10_000)
    {
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (!hierarchy.IsUnified && !hierarchy.Has("freezer"))
            {
                continue;
            }

            ThawTree(hierarchy.Directory, hierarchy.IsUnified);
            if (FrozenAbove(hierarchy) is string above)
            {
                throw new CgroupException($"thawing the cgroup '{hierarchy.Directory}': the cgroup '{above}' above it is frozen: thaw that one first");
            }

            long deadline = Deadline(timeoutMilliseconds);
            uint pause = 100;
            while (!IsThawed(hierarchy))
            {
                if (MonotonicClock.Nanoseconds() > deadline)
                {
                    throw new CgroupException($"thawing the cgroup '{hierarchy.Directory}': it is still frozen after {timeoutMilliseconds} ms");
                }

                MonotonicClock.Pause(pause);
                pause = Math.Min(pause * 2, 10_000);
            }
        }
    }

    /// <summary>
    /// Takes a process back that something moved into another cgroup of version 1 which is frozen, where not even SIGKILL
    /// ends it. Whatever else is there stays frozen. Nothing happens to a process that is elsewhere.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="CgroupException">It cannot be moved; both cgroups are named.</exception>
    public void TakeBack(int pid)
    {
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (!hierarchy.Has("freezer") || HasProcess(hierarchy.Directory, pid))
            {
                continue;
            }

            string place = hierarchy.MountPoint + PlaceIn(CgroupFiles.Read($"/proc/{pid}/cgroup") ?? "", hierarchy.Name);
            if (CgroupFiles.Read(place + "/freezer.state") is null or "THAWED" || place.StartsWith(hierarchy.Directory + "/", StringComparison.Ordinal))
            {
                continue;
            }

            // KERNEL: a frozen process that enters a thawed cgroup is thawed by that.
            int errno = CgroupFiles.TryWrite(hierarchy.Directory + "/cgroup.procs", LimitList.Text((long)pid));
            if (errno is not (0 or Abi.Linux.Errno.ESRCH))
            {
                throw new CgroupException(
                    $"process {pid} was moved to the cgroup '{place}', which is frozen, and cannot be taken back to '{hierarchy.Directory}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}: thaw it there");
            }
        }
    }

    /// <summary>
    /// Takes a child that was killed out of its freezer cgroup of version 1 and into the caller's, so that it can die though
    /// its own is frozen. Nothing happens where it cannot be moved: then it dies when that is thawed.
    /// </summary>
    /// <param name="pid">A child of this process that was not waited for yet.</param>
    /// <exception cref="CgroupException">The caller's cgroups cannot be read.</exception>
    public static void TakeOut(int pid)
    {
        if (CgroupHost.Detect().Find("freezer") is { } freezer)
        {
            // KERNEL: a frozen process that enters a thawed cgroup is thawed by that.
            _ = CgroupFiles.TryWrite($"{freezer.MountPoint}{freezer.OwnPath}/cgroup.procs", LimitList.Text((long)pid));
        }
    }

    private static long Deadline(int timeoutMilliseconds) => MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L);

    /// <summary>The hierarchy by which the cgroup is frozen; the unified one comes last and is the better one.</summary>
    private CgroupHierarchy? Freezer()
    {
        CgroupHierarchy? freezer = null;
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (hierarchy.IsUnified || hierarchy.Has("freezer"))
            {
                freezer = hierarchy;
            }
        }

        return freezer;
    }

    private static void WriteFreezer(string directory, bool isUnified, bool frozen)
    {
        (string file, string value) = isUnified ? ("cgroup.freeze", frozen ? "1" : "0") : ("freezer.state", frozen ? "FROZEN" : "THAWED");
        int errno = CgroupFiles.TryWrite(directory + "/" + file, value);
        if (errno != 0)
        {
            throw new CgroupException($"writing '{value}' to '{directory}/{file}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
        }
    }

    private static bool StandsStill(CgroupHierarchy freezer) => freezer.IsUnified
        ? CgroupFiles.HasLine(freezer.Directory + "/cgroup.events", "frozen 1")
        : CgroupFiles.Read(freezer.Directory + "/freezer.state") == "FROZEN";

    /// <summary>KERNEL: a cgroup of version 2 whose last processes die while they are thawed says 'frozen 1' until another one enters.</summary>
    private static bool IsThawed(CgroupHierarchy freezer) => freezer.IsUnified
        ? !CgroupFiles.HasLine(freezer.Directory + "/cgroup.events", "frozen 1") || CgroupFiles.HasLine(freezer.Directory + "/cgroup.events", "populated 0")
        : CgroupFiles.Read(freezer.Directory + "/freezer.state") is null or "THAWED";

    /// <summary>Thaws a cgroup and those below it. One that vanishes meanwhile needs it no more.</summary>
    private static void ThawTree(string directory, bool isUnified)
    {
        (string file, string thawed) = isUnified ? ("/cgroup.freeze", "0") : ("/freezer.state", "THAWED");
        _ = CgroupFiles.TryWrite(directory + file, thawed);
        foreach (string child in CgroupFiles.Children(directory))
        {
            ThawTree(child, isUnified);
        }
    }

    /// <summary>The nearest frozen cgroup above, or null.</summary>
    private static string? FrozenAbove(CgroupHierarchy hierarchy)
    {
        string file = hierarchy.IsUnified ? "/cgroup.freeze" : "/freezer.self_freezing";
        for (int slash = hierarchy.Path.LastIndexOf('/'); slash > 0; slash = hierarchy.Path.LastIndexOf('/', slash - 1))
        {
            string above = hierarchy.MountPoint + hierarchy.Path[..slash];
            if (CgroupFiles.Read(above + file) == "1")
            {
                return above;
            }
        }

        return null;
    }

    /// <summary>Names some of the processes, with what the kernel says about their state.</summary>
    private static string DescribeRunning(CgroupHierarchy freezer)
    {
        List<int> pids = ProcessList.Read(freezer.Directory);
        StringBuilder text = new();
        for (int i = 0; i < pids.Count && i < NamedProcesses; i++)
        {
            string stat = CgroupFiles.Read($"/proc/{pids[i]}/stat") ?? "";
            int open = stat.IndexOf('(');
            int close = stat.LastIndexOf(')');
            string what = open < 0 || close + 2 >= stat.Length ? "" : $" '{stat[(open + 1)..close]}' in state '{stat[close + 2]}'";
            text.Append(i == 0 ? "pid " : ", pid ").Append(pids[i]).Append(what);
        }

        return pids.Count > NamedProcesses ? text.Append($" and {pids.Count - NamedProcesses} more").ToString() : text.ToString();
    }
}
