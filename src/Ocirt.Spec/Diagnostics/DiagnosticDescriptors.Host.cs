// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What a host lacks.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForHost(DiagnosticId id) => id switch
    {
        DiagnosticId.RootfsMissing => Error(
            "there is no directory {0} on this host",
            "put the root file system there, or correct the path"),
        DiagnosticId.SourceMissing => Error(
            "there is no {0} on this host",
            "create it, or correct the path"),
        DiagnosticId.NamespaceUnavailable => Error(
            "this kernel has no {0} namespaces",
            "leave the entry out, or use a kernel with them"),
        DiagnosticId.NamespacePathMissing => Error(
            "there is no {0} on this host",
            "correct the path; a file of /proc is gone when its process ends"),
        DiagnosticId.ControllerMissing => Error(
            "this host has no cgroup controller {0}",
            "leave the limit out, or enable the controller; 'ocirt doctor' lists those that are there"),
        DiagnosticId.SecurityModuleMissing => Error(
            "{0} is not enabled on this host",
            "leave the label out, or enable it at boot"),
        DiagnosticId.FilesystemUnknown => Warning(
            "this kernel does not list the file system {0}",
            "correct the type, or load the module"),
        DiagnosticId.SeccompFlagMissing => Error(
            "this kernel does not know {0}",
            "leave the flag out, or use a newer kernel"),
        DiagnosticId.CapabilityMissing => Warning(
            "this kernel does not have {0}, ignoring",
            "remove it, or use a newer kernel"),
        DiagnosticId.HookMissing => Error(
            "there is no program {0} on this host",
            "install it, or correct the path"),
        DiagnosticId.SysctlMissing => Warning(
            "this kernel does not have {0}",
            "correct the name, or load the module that has it"),
        DiagnosticId.NetDeviceMissing => Error(
            "there is no network device {0} on this host",
            "create it before the container, or correct the name"),
        DiagnosticId.ResctrlMissing => Error(
            "this host has no resctrl file system at /sys/fs/resctrl",
            "mount it, on a processor that has it, or leave the field out"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
