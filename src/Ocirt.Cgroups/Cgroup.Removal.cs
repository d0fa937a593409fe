// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Killing and removing.</content>
public sealed partial class Cgroup
{
    /// <summary>
    /// Kills every process in the cgroup and below, for a time. Nothing is done in a cgroup that was there before the
    /// container. Killed processes may still be ending when this returns.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long processes that keep coming are killed.</param>
    /// <returns>False when the cgroup is not the container's own.</returns>
    /// <exception cref="CgroupException">Processes remain.</exception>
    public bool Kill(int timeoutMilliseconds = 5000)
    {
        // cgroup v2 comes last, and kills in one go; else the freezer, which keeps them from forking meanwhile.
        CgroupHierarchy? chosen = null;
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (hierarchy.CreatedDepth > 0 && (chosen is null || hierarchy.IsUnified || hierarchy.Has("freezer")))
            {
                chosen = hierarchy;
            }
        }

        if (chosen is null)
        {
            return false;
        }

        // KERNEL(5.14): cgroup.kill.
        if (chosen.IsUnified && CgroupFiles.TryWrite(chosen.Directory + "/cgroup.kill", "1") == 0)
        {
            return true;
        }

        (string file, string frozen, string thawed) = chosen.IsUnified
            ? ("/cgroup.freeze", "1", "0")
            : ("/freezer.state", "FROZEN", "THAWED");
        long deadline = MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L);
        while (true)
        {
            _ = CgroupFiles.TryWrite(chosen.Directory + file, frozen);
            int alive = KillOnce(chosen.Directory);

            // ORDER: a frozen process of cgroup v1 dies only once it is thawed.
            _ = CgroupFiles.TryWrite(chosen.Directory + file, thawed);
            if (alive == 0)
            {
                return true;
            }

            if (MonotonicClock.Nanoseconds() > deadline)
            {
                throw new CgroupException(
                    $"killing the processes of '{chosen.Directory}': {alive} are left after {timeoutMilliseconds} ms");
            }

            MonotonicClock.Pause(1000);
        }
    }

    /// <summary>
    /// Removes the directories that were made for the container: what is below them first, and then those above that
    /// were made with them, as long as nobody else uses them. Waits for processes that are still ending.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long a busy cgroup is tried.</param>
    /// <exception cref="CgroupException">A cgroup is still busy.</exception>
    public void Delete(int timeoutMilliseconds = 5000)
    {
        if (!TryDelete(timeoutMilliseconds, out string? problem))
        {
            throw new CgroupException(problem ?? "");
        }
    }

    private bool TryDelete(int timeoutMilliseconds, out string? problem)
    {
        problem = null;
        long deadline = MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L);
        for (int i = 0; i < _hierarchies.Length; i++)
        {
            CgroupHierarchy hierarchy = _hierarchies[i];
            if (hierarchy.CreatedDepth == 0)
            {
                continue;
            }

            int errno = RemoveTree(hierarchy.Directory, deadline);
            if (errno != 0)
            {
                problem ??= $"removing the cgroup '{hierarchy.Directory}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}"
                    + (errno == Errno.EBUSY ? $": it still has processes after {timeoutMilliseconds} ms" : "");
                continue;
            }

            RemoveParents(hierarchy.MountPoint, hierarchy.Directory, hierarchy.CreatedDepth - 1);
            _hierarchies[i] = hierarchy with { CreatedDepth = 0 };
        }

        return problem is null;
    }

    private static int RemoveTree(string directory, long deadline)
    {
        uint pause = 100;
        while (true)
        {
            int errno = Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, directory);
            if (errno is 0 or Errno.ENOENT)
            {
                return 0;
            }

            if (errno is not (Errno.EBUSY or Errno.ENOTEMPTY))
            {
                return errno;
            }

            foreach (string child in CgroupFiles.Children(directory))
            {
                _ = RemoveTree(child, deadline: 0);
            }

            if (Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, directory) == 0)
            {
                return 0;
            }

            if (MonotonicClock.Nanoseconds() >= deadline)
            {
                return errno;
            }

            MonotonicClock.Pause(pause);
            pause = Math.Min(pause * 2, 20_000);
        }
    }

    private static int KillOnce(string directory)
    {
        int alive = 0;
        string pids = CgroupFiles.Read(directory + "/cgroup.procs") ?? "";
        foreach (ReadOnlySpan<char> line in pids.AsSpan().EnumerateLines())
        {
            // 0 stands for a process of another pid namespace; kill(2) would take it as our own group.
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0
                && OwnProcess.TryKill(pid, Signal.SIGKILL) == 0)
            {
                alive++;
            }
        }

        foreach (string child in CgroupFiles.Children(directory))
        {
            alive += KillOnce(child);
        }

        return alive;
    }
}
