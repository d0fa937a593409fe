// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Devices;
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

            foreach (LimitWrite limit in limits)
            {
                if (hierarchy.Has(limit.Controller) && !(limit.IsDefault && hierarchy.CreatedDepth > 0))
                {
                    CgroupFiles.Write(hierarchy.Directory, limit);
                }
            }
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

    private static void WriteDevices(CgroupHierarchy hierarchy, List<DeviceEntry> devices)
    {
        // A new cgroup has the rules of its parent, which it cannot go beyond.
        if (hierarchy.CreatedDepth > 0 && DeviceEntries.AllowAll(devices))
        {
            return;
        }

        using FileDescriptor allow = FileDescriptor.Open(hierarchy.Directory + "/devices.allow", Fcntl.O_WRONLY);
        using FileDescriptor deny = FileDescriptor.Open(hierarchy.Directory + "/devices.deny", Fcntl.O_WRONLY);
        foreach (DeviceEntry entry in devices)
        {
            FileDescriptor file = entry.Allow ? allow : deny;
            if (entry.Kind == DeviceKind.Any && !entry.IsForAll)
            {
                // The kernel takes 'a' as everything, whatever follows.
                Write(file, DeviceEntries.Legacy(entry, DeviceKind.Block));
                Write(file, DeviceEntries.Legacy(entry, DeviceKind.Character));
            }
            else
            {
                Write(file, DeviceEntries.Legacy(entry, entry.Kind));
            }
        }

        void Write(FileDescriptor file, string rule)
        {
            int errno = CgroupFiles.TryWrite(file, rule);
            if (errno != 0)
            {
                string name = file == allow ? "devices.allow" : "devices.deny";
                throw new CgroupException(
                    $"linux.resources.devices: writing '{rule}' to '{hierarchy.Directory}/{name}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
            }
        }
    }
}
