// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What comes up when the launch is planned on a host.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForPlan(DiagnosticId id) => id switch
    {
        DiagnosticId.CgroupsMissing => Error(
            "control groups cannot be mounted, the host has none",
            "mount cgroup2 on the host, or leave out this mount"),
        DiagnosticId.MountOverRoot => Error(
            "a mount at {0} would cover the root itself",
            "give the file system as root.path, or mount it below '/'"),
        DiagnosticId.BindOptionIgnored => Warning(
            "{0} is an option of a file system and means nothing to a bind mount, ignoring",
            "leave it out, or set it where the file system itself is mounted"),
        DiagnosticId.ApparmorMissing => Error(
            "the profile {0} cannot be applied, AppArmor is not in force on this host",
            "leave it out, or boot the host with AppArmor"),
        DiagnosticId.SelinuxMissing => Error(
            "the label {0} cannot be set, SELinux is not in force on this host",
            "leave it out, or boot the host with SELinux"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
