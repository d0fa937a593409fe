// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What is valid and probably a mistake.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForDoubt(DiagnosticId id) => id switch
    {
        DiagnosticId.FieldUnknown =>
            "config.md, Extensibility: a runtime must ignore fields that it does not know. So the container "u8
            + "starts, and what the field asks for does not happen. Fields for other platforms are not reported."u8,
        DiagnosticId.FieldMisspelled =>
            "A runtime must ignore fields that it does not know, and this one looks like a slip of the pen. What "u8
            + "was meant does not happen."u8,
        DiagnosticId.ConsoleSizeUnused =>
            "The size is the one of the container's terminal, which it gets only when 'terminal' is true."u8,
        DiagnosticId.EnvDuplicate =>
            "Programs differ in which of two variables of one name they see, so only one is passed on. This "u8
            + "runtime takes the last one, as others do."u8,
        DiagnosticId.ArgsInOne =>
            "process.args is a list: the first element is the name of the program alone, blanks and all. No "u8
            + "shell takes a command line apart."u8,
        DiagnosticId.CapabilityLost =>
            "When a user other than root executes a program, the new permitted set is the ambient one, and what "u8
            + "the file grants (capabilities(7)). A capability in the effective and permitted sets alone is gone "u8
            + "before the program begins."u8,
        DiagnosticId.CapabilityRegained =>
            "When root executes a program, it gets all capabilities of the bounding set, unless "u8
            + "'noNewPrivileges' is set. Leaving one out of the permitted set alone takes nothing away."u8,
        DiagnosticId.MountHidden =>
            "Mounts are made in the order of the list. One at a directory above an earlier one covers it, so "u8
            + "that the container does not see it."u8,
        DiagnosticId.MountOptionsContradict =>
            "Options are read from left to right, and a later one undoes an earlier one. Somebody who reads the "u8
            + "list may see only the first."u8,
        DiagnosticId.PidsLimitZero =>
            "The kernel's smallest useful limit is 1, the program itself. Before version 1.3 of the "u8
            + "specification 0 often meant 'no limit', which is -1."u8,
        DiagnosticId.MemoryLimitTiny =>
            "Memory limits are bytes. A limit below one megabyte kills almost every program at once; a number of "u8
            + "kilobytes or megabytes may be meant."u8,
        DiagnosticId.MountNamespaceShared =>
            "A namespace that is not listed is the host's (config-linux.md, Namespaces). The mounts are then made in it, over "u8
            + "the rootfs, and taken away when the container is deleted; a process with CAP_SYS_CHROOT or CAP_SYS_ADMIN "u8
            + "gets at everything that the host has mounted."u8,
        _ => default,
    };
}
