// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Removing.</content>
public sealed partial class Cgroup
{
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
}
