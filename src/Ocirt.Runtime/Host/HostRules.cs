// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

using Ocirt.Linux;
using Ocirt.Runtime.Resctrl;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Host;

/// <summary>What a configuration asks for and this host lacks, for <c>ocirt validate --host</c>. Nothing is changed.</summary>
public static class HostRules
{
    /// <summary>Adds what the host lacks.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="bundlePath">The bundle, absolute.</param>
    /// <param name="files">Where the host tells about itself.</param>
    /// <param name="controllers">The cgroup controllers of the host; null when it has no control groups.</param>
    /// <param name="bag">Receives the findings.</param>
    public static void Check(ContainerConfig config, string bundlePath, HostFiles files, IReadOnlyList<string>? controllers, DiagnosticBag bag)
    {
        if (config.Root is { } root && PathOf(root.Path, bundlePath) is { } path && !files.IsDirectory(path))
        {
            bag.Add(DiagnosticId.RootfsMissing, root, ["path"], ValueText.Quote(path));
        }

        CheckMounts(config, bundlePath, files, bag);
        CheckHooks(config, files, bag);
        if (config.Process is { } process)
        {
            CheckProcess(process, files, bag);
        }

        if (config.Linux is { } linux)
        {
            CheckLinux(linux, files, bag);
            ControllerRules.Check(linux, controllers ?? [], bag);
        }
    }

    private static void CheckMounts(ContainerConfig config, string bundlePath, HostFiles files, DiagnosticBag bag)
    {
        foreach (MountConfig mount in config.Mounts)
        {
            bool isBind = mount.Type is "bind" or "rbind" || Array.IndexOf(mount.Options, "bind") >= 0 || Array.IndexOf(mount.Options, "rbind") >= 0;
            if (isBind && PathOf(mount.Source, bundlePath) is { } path && !files.Exists(path))
            {
                bag.Add(DiagnosticId.SourceMissing, mount, ["source"], ValueText.Quote(path));
            }
            else if (!isBind && mount.Type is { Length: > 0 } type && type != "none" && !files.HasWord("/proc/filesystems", KernelTypeOf(type)))
            {
                bag.Add(DiagnosticId.FilesystemUnknown, mount, ["type"], ValueText.Quote(type));
            }
        }
    }

    /// <summary>The type as the kernel lists it: 'fuse.sshfs' is 'fuse', and 'cgroup' stands for what the host has.</summary>
    private static string KernelTypeOf(string type)
    {
        int dot = type.IndexOf('.', StringComparison.Ordinal);
        return type == "cgroup" ? "proc" : dot > 0 ? type[..dot] : type;
    }

    /// <summary>The absolute path; null for what cannot be one, which has an error already.</summary>
    private static string? PathOf(string? path, string bundlePath) =>
        string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(path, bundlePath);

    private static void CheckHooks(ContainerConfig config, HostFiles files, DiagnosticBag bag)
    {
        if (config.Hooks is not { } hooks)
        {
            return;
        }

        foreach (HookConfig[] list in (ReadOnlySpan<HookConfig[]>)[hooks.Prestart, hooks.CreateRuntime, hooks.CreateContainer, hooks.Poststart, hooks.Poststop])
        {
            foreach (HookConfig hook in list)
            {
                if (hook.Path is { Length: > 0 } path && path[0] == '/' && !files.Exists(path))
                {
                    bag.Add(DiagnosticId.HookMissing, hook, ["path"], ValueText.Quote(path));
                }
            }
        }
    }

    private static void CheckProcess(ProcessConfig process, HostFiles files, DiagnosticBag bag)
    {
        if (!string.IsNullOrEmpty(process.ApparmorProfile) && process.ApparmorProfile != "unconfined" && !SecurityChecks.HasAppArmor(files))
        {
            bag.Add(DiagnosticId.SecurityModuleMissing, process, ["apparmorProfile"], "AppArmor");
        }

        if (!string.IsNullOrEmpty(process.SelinuxLabel) && !SecurityChecks.HasSELinux(files))
        {
            bag.Add(DiagnosticId.SecurityModuleMissing, process, ["selinuxLabel"], "SELinux");
        }

        if (process.Capabilities is { } sets
            && int.TryParse(files.Read("/proc/sys/kernel/cap_last_cap"), NumberStyles.None, CultureInfo.InvariantCulture, out int last))
        {
            CheckCapabilities(sets, "bounding", sets.Bounding, last, bag);
            CheckCapabilities(sets, "effective", sets.Effective, last, bag);
            CheckCapabilities(sets, "inheritable", sets.Inheritable, last, bag);
            CheckCapabilities(sets, "permitted", sets.Permitted, last, bag);
            CheckCapabilities(sets, "ambient", sets.Ambient, last, bag);
        }
    }

    private static void CheckCapabilities(CapabilitySets sets, string field, string[] names, int last, DiagnosticBag bag)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (CapabilityNames.Parse(names[i]) > last)
            {
                bag.Add(DiagnosticId.CapabilityMissing, sets, [field, i], names[i]);
            }
        }
    }

    private static void CheckLinux(LinuxConfig linux, HostFiles files, DiagnosticBag bag)
    {
        foreach (NamespaceConfig entry in linux.Namespaces)
        {
            if (!NamespaceChecks.IsAvailable(files, entry.Type))
            {
                bag.Add(DiagnosticId.NamespaceUnavailable, entry, ["type"], entry.Type!);
            }
            else if (entry.IsJoined && !files.Exists(entry.Path!))
            {
                bag.Add(DiagnosticId.NamespacePathMissing, entry, ["path"], ValueText.Quote(entry.Path));
            }
        }

        foreach (NamedValue parameter in linux.Sysctl)
        {
            if (SysctlName.ToPath(parameter.Name) is { } path && !files.Exists("/proc/sys/" + path))
            {
                bag.Add(DiagnosticId.SysctlMissing, parameter.Offset, [], ValueText.Quote(parameter.Name));
            }
        }

        foreach (NetDeviceConfig device in linux.NetDevices)
        {
            if (!files.Exists("/sys/class/net/" + device.HostName))
            {
                bag.Add(DiagnosticId.NetDeviceMissing, device, [], ValueText.Quote(device.HostName));
            }
        }

        for (int i = 0; i < (linux.Seccomp?.Flags.Length ?? 0); i++)
        {
            if (!SeccompKernel.HasFlag(linux.Seccomp!.Flags[i]))
            {
                bag.Add(DiagnosticId.SeccompFlagMissing, linux.Seccomp, ["flags", i], ValueText.Quote(linux.Seccomp.Flags[i]));
            }
        }

        if (!string.IsNullOrEmpty(linux.MountLabel) && !SecurityChecks.HasSELinux(files))
        {
            bag.Add(DiagnosticId.SecurityModuleMissing, linux, ["mountLabel"], "SELinux");
        }

        if (linux.IntelRdt is not null && ResctrlHost.Find(files) is null)
        {
            bag.Add(DiagnosticId.ResctrlMissing, linux, ["intelRdt"]);
        }
    }
}
