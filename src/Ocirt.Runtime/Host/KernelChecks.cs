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
        Want(checks, "clone3", "makes the container's process and its namespaces in one step", "the container's process enters its cgroup in a step of its own", "use Linux 5.3 or newer, or allow clone3 in the profile around ocirt");
        Need(checks, "pidfd_open", "processes are held by a descriptor, so that no other gets their signals", "5.3");
        Want(checks, "openat2", "paths are resolved inside the rootfs, whatever links it has", "each path is walked component by component", "use Linux 5.6 or newer, or allow openat2 in the profile around ocirt");
        Want(checks, "close_range", "no descriptor of the runtime reaches the container", "descriptors are closed one by one", "use Linux 5.9 or newer, or allow close_range in the profile around ocirt");
        Want(checks, "fsopen", "file systems are mounted by descriptor, never by a path of the container", "mount(2) is used, which does not say which option is wrong", "use Linux 5.2 or newer, or allow fsopen, fsconfig and fsmount in the profile around ocirt");
        Want(checks, "open_tree", "bind mounts are made by descriptor", "mounts are made by mount(2) where nobody sees them, and moved", "use Linux 5.2 or newer, or allow open_tree in the profile around ocirt");
        Want(checks, "move_mount", "mounts are attached by descriptor", "mounts are made by mount(2) where nobody sees them, and moved", "use Linux 5.2 or newer, or allow move_mount in the profile around ocirt");
        Want(checks, "mount_setattr", "mount options, recursive ones and id mappings of mounts", "mount options are set one mount after the other, and no mount can map ids", "use Linux 5.12 or newer, or allow mount_setattr in the profile around ocirt");
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
