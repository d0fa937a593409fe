// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What comes up when the launch is planned on a host.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForPlan(DiagnosticId id) => id switch
    {
        DiagnosticId.CgroupsMissing => Error(
            "control groups cannot be mounted, the host has none"u8,
            "mount cgroup2 on the host, or leave out this mount"u8),
        DiagnosticId.MountOverRoot => Error(
            "a mount at {0} would cover the root itself"u8,
            "give the file system as root.path, or mount it below '/'"u8),
        DiagnosticId.BindOptionIgnored => Warning(
            "{0} is an option of a file system and means nothing to a bind mount, ignoring"u8,
            "leave it out, or set it where the file system itself is mounted"u8),
        DiagnosticId.ApparmorMissing => Error(
            "the profile {0} cannot be applied, AppArmor is not in force on this host"u8,
            "leave it out, or boot the host with AppArmor"u8),
        DiagnosticId.SelinuxMissing => Error(
            "the label {0} cannot be set, SELinux is not in force on this host"u8,
            "leave it out, or boot the host with SELinux"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
