// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>What a host lacks.</content>
public static partial class DiagnosticExplanations
{
    private static string ForHost(DiagnosticId id) => id switch
    {
        DiagnosticId.RootfsMissing =>
            "root.path is absolute, or relative to the bundle. The host that validates may be another one than "
            + "the host that runs; then this finding means nothing.",
        DiagnosticId.SourceMissing =>
            "The source of a bind mount must exist when the container is created. A relative path is one below "
            + "the bundle. Some engines create the directory just before they call the runtime.",
        DiagnosticId.NamespaceUnavailable =>
            "The kernel was built without this kind, or is older: time namespaces came with Linux 5.6, cgroup "
            + "namespaces with 4.6.",
        DiagnosticId.NamespacePathMissing =>
            "A namespace is joined through a file such as /proc/PID/ns/net or a bind mount of one. It must exist "
            + "when the container is created.",
        DiagnosticId.ControllerMissing =>
            "A limit is a value in a file of a controller. Controllers can be switched off at boot "
            + "(cgroup_disable), be left to version 1 hierarchies, or not be built into the kernel.",
        DiagnosticId.SecurityModuleMissing =>
            "Labels are set through the files of a security module. A container that asks for a label and runs "
            + "without it would have less protection than it was given, so it is refused.",
        DiagnosticId.FilesystemUnknown =>
            "/proc/filesystems lists what the kernel can mount now. A module that brings the file system may "
            + "still be loaded by the mount itself, so this is a warning.",
        DiagnosticId.SeccompFlagMissing =>
            "The kernel refuses a filter with a flag that it does not know. "
            + "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV came with Linux 5.19.",
        DiagnosticId.CapabilityMissing =>
            "The highest capability of the kernel is in /proc/sys/kernel/cap_last_cap. One above it is left out "
            + "of the sets, as the specification says.",
        DiagnosticId.HookMissing =>
            "The path of a hook is absolute and one of the host, also for hooks that run in the container's "
            + "namespaces before the root is entered. startContainer hooks are programs of the container and are "
            + "not looked at.",
        DiagnosticId.SysctlMissing =>
            "A parameter is a file below /proc/sys. Some appear only when a module is loaded, or only in a new "
            + "network namespace, so this is a warning.",
        DiagnosticId.NetDeviceMissing =>
            "The device is moved from the runtime's network namespace, so it must be there when the container is "
            + "created.",
        DiagnosticId.ResctrlMissing =>
            "Cache and memory bandwidth are allocated through the resctrl file system of some processors.",
        _ => string.Empty,
    };
}
