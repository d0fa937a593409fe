// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What a host lacks.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForHost(DiagnosticId id) => id switch
    {
        DiagnosticId.RootfsMissing =>
            "root.path is absolute, or relative to the bundle. The host that validates may be another one than "u8
            + "the host that runs; then this finding means nothing."u8,
        DiagnosticId.SourceMissing =>
            "The source of a bind mount must exist when the container is created. A relative path is one below "u8
            + "the bundle. Some engines create the directory just before they call the runtime."u8,
        DiagnosticId.NamespaceUnavailable =>
            "The kernel was built without this kind, or is older: time namespaces came with Linux 5.6, cgroup "u8
            + "namespaces with 4.6."u8,
        DiagnosticId.NamespacePathMissing =>
            "A namespace is joined through a file such as /proc/PID/ns/net or a bind mount of one. It must exist "u8
            + "when the container is created."u8,
        DiagnosticId.ControllerMissing =>
            "A limit is a value in a file of a controller. Controllers can be switched off at boot "u8
            + "(cgroup_disable), be left to version 1 hierarchies, or not be built into the kernel."u8,
        DiagnosticId.SecurityModuleMissing =>
            "Labels are set through the files of a security module. A container that asks for a label and runs "u8
            + "without it would have less protection than it was given, so it is refused."u8,
        DiagnosticId.FilesystemUnknown =>
            "/proc/filesystems lists what the kernel can mount now. A module that brings the file system may "u8
            + "still be loaded by the mount itself, so this is a warning."u8,
        DiagnosticId.SeccompFlagMissing =>
            "The kernel refuses a filter with a flag that it does not know. "u8
            + "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV came with Linux 5.19."u8,
        DiagnosticId.CapabilityMissing =>
            "The highest capability of the kernel is in /proc/sys/kernel/cap_last_cap. One above it is left out "u8
            + "of the sets, as the specification says."u8,
        DiagnosticId.HookMissing =>
            "The path of a hook is absolute and one of the host, also for hooks that run in the container's "u8
            + "namespaces before the root is entered. startContainer hooks are programs of the container and are "u8
            + "not looked at."u8,
        DiagnosticId.SysctlMissing =>
            "A parameter is a file below /proc/sys. Some appear only when a module is loaded, or only in a new "u8
            + "network namespace, so this is a warning."u8,
        DiagnosticId.NetDeviceMissing =>
            "The device is moved from the runtime's network namespace, so it must be there when the container is "u8
            + "created."u8,
        DiagnosticId.ResctrlMissing =>
            "Cache and memory bandwidth are allocated through the resctrl file system of some processors."u8,
        _ => default,
    };
}
