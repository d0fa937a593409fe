// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Host;

/// <summary>The kernel, its system calls and what happens without them.</summary>
internal static class KernelChecks
{
    private const string Area = "kernel";
    private const int OldestMajor = 5;
    private const int OldestMinor = 10;

    internal static void Add(List<HostCheck> checks, HostFiles files)
    {
        AddRelease(checks);
        Need(checks, "clone3", "makes the container's process and its namespaces in one step", "5.3");
        Need(checks, "pidfd_open", "processes are held by a descriptor, so that no other gets their signals", "5.3");
        Need(checks, "openat2", "paths are resolved inside the rootfs, whatever links it has", "5.6");
        Need(checks, "close_range", "no descriptor of the runtime reaches the container", "5.9");
        Need(checks, "fsopen", "file systems are mounted by descriptor, never by a path of the container", "5.2");
        Need(checks, "open_tree", "bind mounts are made by descriptor", "5.2");
        Need(checks, "move_mount", "mounts are attached by descriptor", "5.2");
        Need(checks, "mount_setattr", "mount options, recursive ones and id mappings of mounts", "5.12");
        Need(checks, "pivot_root", "the container leaves the host's root; not possible on an initramfs, where --no-pivot helps", "2.4");
        Want(checks, "seccomp", "system calls are filtered", "containers with a seccomp profile are refused", "build the kernel with CONFIG_SECCOMP_FILTER");
        Want(checks, "keyctl", "each container gets a session keyring", "containers fail unless --no-new-keyring is given", "allow keyctl, or build the kernel with CONFIG_KEYS");
        Want(checks, "faccessat2", "a missing program is told before the start", "a missing program is told when it is executed", "use Linux 5.8 or newer");
        Want(checks, "bpf", "devices are restricted on cgroup v2", "on cgroup v2 containers fail, unless they may use every device", "build the kernel with CONFIG_CGROUP_BPF, or allow bpf");
        AddMemory(checks, files);
    }

    private static void AddRelease(List<HostCheck> checks)
    {
        string release = KernelName.Release();
        bool isNew = IsAtLeast(release, OldestMajor, OldestMinor);
        checks.Add(new(
            Area,
            "release",
            isNew ? HostStatus.Good : HostStatus.Missing,
            $"Linux {release} on {KernelName.Machine()}",
            isNew ? null : "use Linux 5.10 or newer"));
    }

    private static void AddMemory(List<HostCheck> checks, HostFiles files)
    {
        string? policy = files.Read("/proc/sys/vm/memfd_noexec");
        checks.Add(policy switch
        {
            null => new(Area, "memfd", HostStatus.Good, "init is executed from sealed memory; the kernel has no policy on that"),
            "0" or "1" => new(Area, "memfd", HostStatus.Good, $"init is executed from sealed memory, which vm.memfd_noexec = {policy} permits"),
            _ => new(Area, "memfd", HostStatus.Missing, $"vm.memfd_noexec = {policy} forbids to execute init from memory", "set the sysctl vm.memfd_noexec to 0 or 1"),
        });
    }

    private static void Need(List<HostCheck> checks, string call, string effect, string since)
    {
        string? fault = FaultOf(call);
        checks.Add(fault is null
            ? new(Area, call, HostStatus.Good, effect)
            : new(Area, call, HostStatus.Missing, fault, $"use Linux {since} or newer, and a filter around the runtime that allows the call"));
    }

    private static void Want(List<HostCheck> checks, string call, string effect, string without, string advice)
    {
        string? fault = FaultOf(call);
        checks.Add(fault is null
            ? new(Area, call, HostStatus.Good, effect)
            : new(Area, call, HostStatus.Limited, $"{fault}; {without}", advice));
    }

    /// <summary>Why a call cannot be used; null when it can.</summary>
    internal static string? FaultOf(string call) => KernelCalls.Try(call) switch
    {
        Errno.ENOSYS => "the kernel lacks it, or a filter says so",

        // Without root's rights EPERM is what a user gets from calls that a user namespace allows.
        Errno.EPERM when OwnProcess.EffectiveUserId == 0 && call != "bpf" => "it is refused by a filter, or for lack of capabilities",
        _ => null,
    };

    private static bool IsAtLeast(string release, int major, int minor)
    {
        string[] parts = release.Split('.', '-');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            && (first > major || (first == major && second >= minor));
    }
}
