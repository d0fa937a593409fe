// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Linux;
using Ocirt.Runtime.Features;

namespace Ocirt.Runtime.Host;

/// <summary>Security modules and system call filters.</summary>
internal static class SecurityChecks
{
    private const string Area = "security";

    internal static void Add(List<HostCheck> checks, HostFiles files)
    {
        string? modules = files.Read("/sys/kernel/security/lsm");
        checks.Add(modules is null
            ? new(Area, "modules", HostStatus.Limited, "unknown, securityfs is not mounted or the kernel has no security modules", "mount securityfs on /sys/kernel/security")
            : new(Area, "modules", HostStatus.Good, modules));
        checks.Add(HasAppArmor(files)
            ? new(Area, "apparmor", HostStatus.Good, "profiles can be set")
            : new(Area, "apparmor", HostStatus.Limited, "not enabled; a configuration with a profile is refused", "boot with 'apparmor=1' and 'apparmor' in 'lsm='"));
        checks.Add(HasSELinux(files)
            ? new(Area, "selinux", HostStatus.Good, files.Read("/sys/fs/selinux/enforce") == "1" ? "labels can be set, enforcing" : "labels can be set, permissive")
            : new(Area, "selinux", HostStatus.Limited, "not enabled; a configuration with labels is refused", "boot with 'selinux=1' and 'selinux' in 'lsm='"));
        AddSeccomp(checks, files);
    }

    internal static bool HasAppArmor(HostFiles files) => files.Read("/sys/module/apparmor/parameters/enabled") == "Y";

    internal static bool HasSELinux(HostFiles files) => files.Exists("/sys/fs/selinux/enforce");

    private static void AddSeccomp(List<HostCheck> checks, HostFiles files)
    {
        string? actions = files.Read("/proc/sys/kernel/seccomp/actions_avail");
        checks.Add(actions is null
            ? new(Area, "seccomp", HostStatus.Limited, "the kernel has no filters; a configuration with a profile is refused", "build the kernel with CONFIG_SECCOMP_FILTER")
            : new(Area, "seccomp", HostStatus.Good, $"filters are compiled by libseccomp {SeccompCompiler.LibraryVersion}; actions: {actions}"));
        SeccompFeatures features = SeccompFeatures.Find();
        foreach (string flag in features.KnownFlags)
        {
            bool known = SeccompKernel.HasFlag(flag);
            checks.Add(known
                ? new(Area, flag, HostStatus.Good, "the kernel knows it")
                : new(Area, flag, HostStatus.Limited, "the kernel does not know it; a profile with it is refused", "use a newer kernel"));
        }
    }
}
