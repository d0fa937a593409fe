// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Devices;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Making a cgroup of cgroup v2.</content>
public sealed partial class Cgroup
{
    private void CreateUnified(List<LimitWrite> limits)
    {
        MakeDirectories(0);
        CgroupHierarchy hierarchy = _hierarchies[0];
        string directory = hierarchy.Directory;
        bool isNew = hierarchy.CreatedDepth > 0;
        EnableControllers(hierarchy, limits);
        foreach (LimitWrite limit in limits)
        {
            if (!(limit.IsDefault && isNew))
            {
                CgroupFiles.Write(directory, limit);
            }
        }

        // KERNEL: bpf(2) and clone3(2) both take a directory opened for reading; O_PATH is refused by older ones.
        _handles = [FileDescriptor.Open(directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY)];
    }

    private void AttachDevices()
    {
        if (!DeviceEntries.AllowAll(_devices))
        {
            using FileDescriptor program = DeviceFilter.Load(DeviceProgram.Compile(_devices));
            DeviceFilter.Attach(_handles[0], program);
        }
    }

    /// <summary>Gives the container's cgroup every controller there is, and insists on those that a limit needs.</summary>
    private static void EnableControllers(CgroupHierarchy hierarchy, List<LimitWrite> limits)
    {
        string available = CgroupFiles.Read(hierarchy.MountPoint + "/cgroup.controllers") ?? "";
        string enabled = CgroupFiles.Read(hierarchy.Directory + "/cgroup.controllers") ?? "";
        if (enabled != available)
        {
            for (int slash = 0; slash >= 0; slash = hierarchy.Path.IndexOf('/', slash + 1))
            {
                EnableControllers(hierarchy.MountPoint + hierarchy.Path[..slash]);
            }

            enabled = CgroupFiles.Read(hierarchy.Directory + "/cgroup.controllers") ?? "";
        }

        foreach (LimitWrite limit in limits)
        {
            // cgroup.* files belong to no controller.
            if (!limit.IsDefault && limit.Controller != "cgroup" && !HasWord(enabled, limit.Controller))
            {
                throw new CgroupException(HasWord(available, limit.Controller)
                    ? $"linux.resources.{limit.Field}: the controller '{limit.Controller}' cannot be enabled for '{hierarchy.Directory}': a cgroup above it has processes, or does not have the controller"
                    : $"linux.resources.{limit.Field}: the host's cgroup v2 tree on '{hierarchy.MountPoint}' does not have the controller '{limit.Controller}'");
            }
        }
    }

    private static void EnableControllers(string directory)
    {
        string available = CgroupFiles.Read(directory + "/cgroup.controllers") ?? "";
        string enabled = CgroupFiles.Read(directory + "/cgroup.subtree_control") ?? "";
        string missing = "";
        foreach (Range range in available.AsSpan().Split(' '))
        {
            string controller = available[range];
            if (controller.Length > 0 && !HasWord(enabled, controller))
            {
                missing += (missing.Length > 0 ? " +" : "+") + controller;
            }
        }

        string file = directory + "/cgroup.subtree_control";
        if (missing.Length == 0 || CgroupFiles.TryWrite(file, missing) == 0)
        {
            return;
        }

        // One that is refused takes the others of the same write with it.
        foreach (string controller in missing.Split(' '))
        {
            _ = CgroupFiles.TryWrite(file, controller);
        }
    }

    private static bool HasWord(string words, string word)
    {
        foreach (Range range in words.AsSpan().Split(' '))
        {
            if (words.AsSpan(range).SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
