// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What a host lacks.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForHost(DiagnosticId id) => id switch
    {
        DiagnosticId.RootfsMissing => Error(
            "there is no directory {0} on this host"u8,
            "put the root file system there, or correct the path"u8),
        DiagnosticId.SourceMissing => Error(
            "there is no {0} on this host"u8,
            "create it, or correct the path"u8),
        DiagnosticId.NamespaceUnavailable => Error(
            "this kernel has no {0} namespaces"u8,
            "leave the entry out, or use a kernel with them"u8),
        DiagnosticId.NamespacePathMissing => Error(
            "there is no {0} on this host"u8,
            "correct the path; a file of /proc is gone when its process ends"u8),
        DiagnosticId.ControllerMissing => Error(
            "this host has no cgroup controller {0}"u8,
            "leave the limit out, or enable the controller; 'ocirt doctor' lists those that are there"u8),
        DiagnosticId.SecurityModuleMissing => Error(
            "{0} is not enabled on this host"u8,
            "leave the label out, or enable it at boot"u8),
        DiagnosticId.FilesystemUnknown => Warning(
            "this kernel does not list the file system {0}"u8,
            "correct the type, or load the module"u8),
        DiagnosticId.SeccompFlagMissing => Error(
            "this kernel does not know {0}"u8,
            "leave the flag out, or use a newer kernel"u8),
        DiagnosticId.CapabilityMissing => Warning(
            "this kernel does not have {0}, ignoring"u8,
            "remove it, or use a newer kernel"u8),
        DiagnosticId.HookMissing => Error(
            "there is no program {0} on this host"u8,
            "install it, or correct the path"u8),
        DiagnosticId.SysctlMissing => Warning(
            "this kernel does not have {0}"u8,
            "correct the name, or load the module that has it"u8),
        DiagnosticId.NetDeviceMissing => Error(
            "there is no network device {0} on this host"u8,
            "create it before the container, or correct the name"u8),
        DiagnosticId.ResctrlMissing => Error(
            "this host has no resctrl file system mounted"u8,
            "mount it, on a processor that has it, or leave the field out"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
