// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <summary>The processes in a cgroup directory and below it.</summary>
internal static class ProcessList
{
    // As many pidfds are open at a time: a fork bomb must not use up the descriptors of this process.
    private const int BatchSize = 128;

    /// <summary>Lists the processes; those of other pid namespaces, which have no pid here, are left out.</summary>
    internal static List<int> Read(string directory)
    {
        List<int> pids = [];
        Add(pids, directory);
        return pids;
    }

    /// <summary>Sends a signal to every process that is in the cgroup, and to none that is not.</summary>
    /// <returns>How many got it.</returns>
    internal static int Signal(string directory, int signal)
    {
        List<int> pids = Read(directory);
        List<ChildProcess> batch = new(Math.Min(pids.Count, BatchSize));
        int reached = 0;
        for (int i = 0; i < pids.Count;)
        {
            for (; i < pids.Count && batch.Count < BatchSize; i++)
            {
                if (ChildProcess.TryOpen(pids[i], out _) is ChildProcess process)
                {
                    batch.Add(process);
                }
            }

            // ORDER: listed again after the pidfds are open. A pid that was given to a process elsewhere is not in the
            // list; if it came back to the cgroup, the pidfd is of a process that has ended, and the signal goes nowhere.
            HashSet<int> still = [.. Read(directory)];
            foreach (ChildProcess process in batch)
            {
                using (process)
                {
                    reached += still.Contains(process.Pid) && Send(process, signal) ? 1 : 0;
                }
            }

            batch.Clear();
        }

        return reached;
    }

    private static bool Send(ChildProcess process, int signal)
    {
        try
        {
            return process.TrySignal(signal);
        }
        catch (SyscallException refused) when (refused.Errno == Errno.EPERM)
        {
            throw new CgroupException($"sending signal {signal} to pid {process.Pid}: {ErrnoText.Name(refused.Errno)}: {ErrnoText.Describe(refused.Errno)}");
        }
    }

    private static void Add(List<int> pids, string directory)
    {
        // A threaded cgroup has no list of its own: its processes are in the list of the domain above it.
        string list = CgroupFiles.Read(directory + "/cgroup.procs") ?? "";
        foreach (ReadOnlySpan<char> line in list.AsSpan().EnumerateLines())
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0)
            {
                pids.Add(pid);
            }
        }

        foreach (string child in CgroupFiles.Children(directory))
        {
            Add(pids, child);
        }
    }
}
