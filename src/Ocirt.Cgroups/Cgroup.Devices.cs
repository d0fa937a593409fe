// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Devices;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Cgroups;

/// <content>The device rules.</content>
public sealed partial class Cgroup
{
    /// <summary>Puts the device rules in force that <see cref="Create"/> was given with <see cref="DeviceTiming.Later"/>.</summary>
    /// <exception cref="CgroupException">A rule cannot be set.</exception>
    /// <exception cref="SyscallException">The eBPF program cannot be loaded or attached.</exception>
    public void RestrictDevices() => ApplyDevices(isReplacement: false);

    /// <summary>
    /// Puts other device rules in the place of those in force: on cgroup v2 at once, on v1 rule by rule, where everything
    /// is denied in between.
    /// </summary>
    /// <param name="rules">The rules of the config.</param>
    /// <exception cref="CgroupException">A rule cannot be set.</exception>
    /// <exception cref="SyscallException">The eBPF program cannot be loaded or attached.</exception>
    public void ReplaceDevices(DeviceRule[] rules)
    {
        _devices = DeviceEntries.Compile(rules);
        ApplyDevices(isReplacement: true);
    }

    private void ApplyDevices(bool isReplacement)
    {
        if (Layout == CgroupLayout.Unified)
        {
            AttachDevices(isReplacement);
            return;
        }

        foreach (CgroupHierarchy hierarchy in _hierarchies)
        {
            if (hierarchy.Has("devices"))
            {
                WriteDevices(hierarchy, isReplacement);
                return;
            }
        }

        if (!DeviceEntries.AllowAll(_devices))
        {
            throw new CgroupException("linux.resources.devices: the host has no cgroup v1 hierarchy mounted with the controller 'devices'");
        }
    }

    private void AttachDevices(bool isReplacement)
    {
        // A cgroup that was there before may have the program of an earlier container.
        bool mayHaveOther = isReplacement || _hierarchies[0].CreatedDepth == 0;
        bool allowsAll = DeviceEntries.AllowAll(_devices);
        if (allowsAll && !mayHaveOther)
        {
            return;
        }

        try
        {
            using FileDescriptor? opened = _handles.Length == 0 ? OpenDirectory(_hierarchies[0].Directory) : null;
            FileDescriptor directory = opened ?? _handles[0];
            using FileDescriptor? program = allowsAll ? null : DeviceFilter.Load(DeviceProgram.Compile(_devices));
            if (mayHaveOther)
            {
                DeviceFilter.Replace(directory, program);
            }
            else
            {
                DeviceFilter.Attach(directory, program!);
            }
        }
        catch (SyscallException refused) when (refused.Errno is Errno.EPERM && Delegation.IsUnprivileged)
        {
            // Without the rights to load a program there are none to make nodes either: the devices that a container
            // of this user sees are those the user may use anyway.
        }
    }

    private void WriteDevices(CgroupHierarchy hierarchy, bool isReplacement)
    {
        // A new cgroup has the rules of its parent, which it cannot go beyond.
        if (hierarchy.CreatedDepth > 0 && !isReplacement && DeviceEntries.AllowAll(_devices))
        {
            return;
        }

        List<(bool Allow, string Rule)> rules = LegacyDeviceRules.Compile(_devices);
        using FileDescriptor allow = FileDescriptor.Open(hierarchy.Directory + "/devices.allow", Fcntl.O_WRONLY);
        using FileDescriptor deny = FileDescriptor.Open(hierarchy.Directory + "/devices.deny", Fcntl.O_WRONLY);
        foreach ((bool isAllowed, string rule) in rules)
        {
            int errno = CgroupFiles.TryWrite(isAllowed ? allow : deny, rule);
            if (errno != 0)
            {
                string name = isAllowed ? "devices.allow" : "devices.deny";
                string why = errno switch
                {
                    Errno.EPERM => ": the cgroup above does not have this access",
                    Errno.EINVAL when rule == "a" => ": there are cgroups below it",
                    _ => "",
                };
                throw new CgroupException(
                    $"linux.resources.devices: writing '{rule}' to '{hierarchy.Directory}/{name}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}{why}");
            }
        }
    }

    // KERNEL: bpf(2) and clone3(2) both take a directory opened for reading; O_PATH is refused by older ones.
    private static FileDescriptor OpenDirectory(string directory) => FileDescriptor.Open(directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
}
