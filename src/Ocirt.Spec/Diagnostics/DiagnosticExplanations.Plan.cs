// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What comes up when the launch is planned.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForPlan(DiagnosticId id) => id switch
    {
        DiagnosticId.CgroupsMissing =>
            "The configuration asks for a mount of the type 'cgroup', and no control groups are mounted on this "u8
            + "host at /sys/fs/cgroup."u8,
        DiagnosticId.MountOverRoot =>
            "A mount at '/' hides the root file system that root.path names, together with every mount that was "u8
            + "made before."u8,
        DiagnosticId.BindOptionIgnored =>
            "A bind mount shows a file system that is mounted already. Options that the file system itself "u8
            + "takes, such as 'size' of tmpfs, are fixed by then."u8,
        DiagnosticId.ApparmorMissing =>
            "The kernel of this host runs without AppArmor, so no profile can confine the container. To run it unconfined "u8
            + "without a word would not be what was asked for."u8,
        DiagnosticId.SelinuxMissing =>
            "The kernel of this host runs without SELinux, so nothing can have a label of it. To run the container without "u8
            + "its label would not be what was asked for."u8,
        _ => default,
    };
}
