// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups;

/// <content>Making the cgroups of cgroup v1.</content>
public sealed partial class Cgroup
{
    private void CreateLegacy(List<LimitWrite> limits)
    {
        RequireControllers(limits);
        for (int i = 0; i < _hierarchies.Length; i++)
        {
            MakeDirectories(i);
            CgroupHierarchy hierarchy = _hierarchies[i];
            if (hierarchy.IsUnified)
            {
                continue;
            }

            // ORDER: parents of a cpuset come first; a new one is empty, and no process can enter an empty one.
            if (hierarchy.Has("cpuset"))
            {
                FillCpuset(hierarchy.MountPoint, hierarchy.Directory, "cpuset.cpus");
                FillCpuset(hierarchy.MountPoint, hierarchy.Directory, "cpuset.mems");
            }

            List<LimitWrite> own = [];
            foreach (LimitWrite limit in limits)
            {
                if (!hierarchy.Has(limit.Controller) || (limit.IsDefault && hierarchy.CreatedDepth > 0))
                {
                    continue;
                }

                // ORDER: stage 1 of init is in the cgroup when it makes the container's process, and gone afterwards.
                (limit is { File: "pids.max", Value: "1" } ? _late : own).Add(limit);
            }

            LimitWriter.Write(hierarchy.Directory, own);
        }

        _handles = new FileDescriptor[_hierarchies.Length];
        for (int i = 0; i < _handles.Length; i++)
        {
            _handles[i] = FileDescriptor.Open(_hierarchies[i].Directory + "/cgroup.procs", Fcntl.O_WRONLY);
        }
    }

    private void RequireControllers(List<LimitWrite> limits)
    {
        foreach (LimitWrite limit in limits)
        {
            bool found = limit.IsDefault;
            for (int i = 0; i < _hierarchies.Length && !found; i++)
            {
                found = _hierarchies[i].Has(limit.Controller);
            }

            if (!found)
            {
                throw new CgroupException(
                    $"linux.resources.{limit.Field}: the host has no cgroup v1 hierarchy mounted with the controller '{limit.Controller}'");
            }
        }
    }

    /// <summary>Copies CPUs or memory nodes from the parent where there are none, the outermost first.</summary>
    /// <returns>What the directory has.</returns>
    private static string FillCpuset(string mountPoint, string directory, string file)
    {
        string value = CgroupFiles.Read(directory + "/" + file) ?? "";
        if (value.Length > 0 || directory.Length <= mountPoint.Length)
        {
            return value;
        }

        value = FillCpuset(mountPoint, directory[..directory.LastIndexOf('/')], file);
        int errno = CgroupFiles.TryWrite(directory + "/" + file, value);
        return errno == 0 ? value : throw new CgroupException(
            $"writing '{value}' to '{directory}/{file}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
    }
}
