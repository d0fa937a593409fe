// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Whether a cgroup can be used, whether the process is in it, and whom it belongs to.</content>
public sealed partial class Cgroup
{
    private List<LimitWrite> _late = [];

    /// <summary>
    /// Makes sure that the container's first process is in the cgroup, in every hierarchy, and sets the limits that had to
    /// wait for that. Call it before the process does anything.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="CgroupException">It is elsewhere: its limits and device rules would not hold.</exception>
    public void Confirm(int pid)
    {
        string list = CgroupFiles.Read($"/proc/{pid}/cgroup") ?? "";
        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            string place = PlaceIn(list, hierarchy.Name);

            // Where a cgroup namespace or a bind mount shows only a part of the tree, paths differ and the list decides.
            if (place != hierarchy.Path && !HasProcess(hierarchy.Directory, pid))
            {
                throw new CgroupException(
                    $"the container's process is in the cgroup '{place}' instead of '{hierarchy.Path}' on '{hierarchy.MountPoint}': something else moved it");
            }

            foreach (LimitWrite limit in _late)
            {
                int errno = hierarchy.Has(limit.Controller) ? LimitWriter.TryWrite(hierarchy.Directory, limit) : 0;
                if (errno != 0)
                {
                    throw LimitFailure.Explain(hierarchy.Directory, limit, errno);
                }
            }
        }
    }

    /// <summary>Refuses a cgroup that was there before and is in use, or would stop the container at once.</summary>
    private static void CheckExisting(CgroupHierarchy hierarchy)
    {
        string directory = hierarchy.Directory;
        if (ProcessList.Read(directory).Count > 0)
        {
            throw new CgroupException($"linux.cgroupsPath: container's cgroup is not empty: '{directory}' has processes already: choose another path");
        }

        bool isFrozen = hierarchy.IsUnified
            ? CgroupFiles.Read(directory + "/cgroup.freeze") == "1" || CgroupFiles.HasLine(directory + "/cgroup.events", "frozen 1")
            : hierarchy.Has("freezer") && CgroupFiles.Read(directory + "/freezer.state") is not (null or "THAWED");
        if (isFrozen)
        {
            throw new CgroupException($"linux.cgroupsPath: container's cgroup unexpectedly frozen: '{directory}' is frozen: thaw it, or choose another path");
        }

        if (hierarchy.IsUnified && !string.IsNullOrEmpty(CgroupFiles.Read(directory + "/cgroup.subtree_control")))
        {
            throw new CgroupException(
                $"linux.cgroupsPath: the cgroup '{directory}' gives controllers to cgroups below it, so that no process can be in it: choose a path below it");
        }
    }

    /// <summary>Refuses a cgroup of cgroup v2 that takes no process of a container; see "Threads" in the kernel's document.</summary>
    private static void CheckType(CgroupHierarchy hierarchy)
    {
        string type = CgroupFiles.Read(hierarchy.Directory + "/cgroup.type") ?? "domain";
        if (type is "threaded" or "domain invalid")
        {
            throw new CgroupException(
                $"linux.cgroupsPath: the cgroup '{hierarchy.Directory}' is '{type}': a cgroup above it is threaded, and takes threads only: choose a path elsewhere");
        }
    }

    /// <summary>
    /// Gives the cgroup to the user that the container's process is, with the files that the kernel names for that. A caller
    /// who may not give anything away keeps it, which the specification allows.
    /// </summary>
    private static void ChangeOwner(string directory, uint owner)
    {
        const string Oldest = "cgroup.procs\ncgroup.subtree_control\ncgroup.threads";
        Change("");
        foreach (ReadOnlySpan<char> file in (CgroupFiles.Read("/sys/kernel/cgroup/delegate") ?? Oldest).AsSpan().EnumerateLines())
        {
            if (file.Length > 0)
            {
                Change("/" + file.ToString());
            }
        }

        void Change(string file)
        {
            int errno = Directories.TryChangeOwner(FileDescriptor.CurrentDirectory, directory + file, owner);
            if (errno is not (0 or Errno.ENOENT) && !(errno == Errno.EPERM && Delegation.IsUnprivileged))
            {
                throw new CgroupException($"giving '{directory}{file}' to user {owner}: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
            }
        }
    }

    private static string PlaceIn(string list, string name)
    {
        foreach (ReadOnlySpan<char> line in list.AsSpan().EnumerateLines())
        {
            // hierarchy-id:controllers:path
            int first = line.IndexOf(':');
            int length = first < 0 ? -1 : line[(first + 1)..].IndexOf(':');
            if (length >= 0 && line.Slice(first + 1, length).SequenceEqual(name))
            {
                return line[(first + length + 2)..].ToString();
            }
        }

        return "";
    }

    private static bool HasProcess(string directory, int pid) => CgroupFiles.HasLine(directory + "/cgroup.procs", LimitList.Text((long)pid));
}
