// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>Finds out which security module labels processes on this host.</summary>
public static class HostSecurity
{
    /// <summary>SELINUX_MAGIC of linux/magic.h.</summary>
    private const uint SelinuxMagic = 0xf97cff8c;

    /// <summary>The module that is in force; None without a look when the configuration has no label.</summary>
    public static SecurityModule FindFor(ContainerConfig config) =>
        string.IsNullOrEmpty(config.Process?.ApparmorProfile)
        && string.IsNullOrEmpty(config.Process?.SelinuxLabel)
        && string.IsNullOrEmpty(config.Linux?.MountLabel)
            ? SecurityModule.None
            : Find();

    /// <summary>The module that is in force.</summary>
    public static SecurityModule Find()
    {
        using FileDescriptor? enabled = FileDescriptor.TryOpen(
            "/sys/module/apparmor/parameters/enabled", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, out _);
        if (enabled is not null && enabled.ReadAllBytes(16) is [(byte)'Y', ..])
        {
            return SecurityModule.AppArmor;
        }

        return HostPaths.TryFileSystemMagic("/sys/fs/selinux", out uint magic) == 0 && magic == SelinuxMagic
            ? SecurityModule.Selinux
            : SecurityModule.None;
    }
}
