// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>What is valid and probably a mistake.</content>
public static partial class DiagnosticExplanations
{
    private static string ForDoubt(DiagnosticId id) => id switch
    {
        DiagnosticId.FieldUnknown =>
            "config.md, Extensibility: a runtime must ignore fields that it does not know. So the container "
            + "starts, and what the field asks for does not happen. Fields for other platforms are not reported.",
        DiagnosticId.FieldMisspelled =>
            "A runtime must ignore fields that it does not know, and this one looks like a slip of the pen. What "
            + "was meant does not happen.",
        DiagnosticId.ConsoleSizeUnused =>
            "The size is the one of the container's terminal, which it gets only when 'terminal' is true.",
        DiagnosticId.EnvDuplicate =>
            "Programs differ in which of two variables of one name they see, so only one is passed on. This "
            + "runtime takes the last one, as others do.",
        DiagnosticId.ArgsInOne =>
            "process.args is a list: the first element is the name of the program alone, blanks and all. No "
            + "shell takes a command line apart.",
        DiagnosticId.CapabilityLost =>
            "When a user other than root executes a program, the new permitted set is the ambient one, and what "
            + "the file grants (capabilities(7)). A capability in the effective and permitted sets alone is gone "
            + "before the program begins.",
        DiagnosticId.CapabilityRegained =>
            "When root executes a program, it gets all capabilities of the bounding set, unless "
            + "'noNewPrivileges' is set. Leaving one out of the permitted set alone takes nothing away.",
        DiagnosticId.MountHidden =>
            "Mounts are made in the order of the list. One at a directory above an earlier one covers it, so "
            + "that the container does not see it.",
        DiagnosticId.MountOptionsContradict =>
            "Options are read from left to right, and a later one undoes an earlier one. Somebody who reads the "
            + "list may see only the first.",
        DiagnosticId.PidsLimitZero =>
            "The kernel's smallest useful limit is 1, the program itself. Before version 1.3 of the "
            + "specification 0 often meant 'no limit', which is -1.",
        DiagnosticId.MemoryLimitTiny =>
            "Memory limits are bytes. A limit below one megabyte kills almost every program at once; a number of "
            + "kilobytes or megabytes may be meant.",
        _ => string.Empty,
    };
}
