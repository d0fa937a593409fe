// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What is valid and probably a mistake.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForDoubt(DiagnosticId id) => id switch
    {
        DiagnosticId.FieldUnknown => Warning(
            "is no field of the specification, ignoring",
            "remove it, or keep notes in 'annotations'"),
        DiagnosticId.FieldMisspelled => Warning(
            "is no field of the specification, ignoring; {0} is one",
            "write it as {0}, if that is meant"),
        DiagnosticId.ConsoleSizeUnused => Warning(
            "has no effect without a terminal",
            "set 'terminal' to true, or leave it out"),
        DiagnosticId.EnvDuplicate => Warning(
            "the variable {0} is given more than once, the last one counts",
            "keep one of them"),
        DiagnosticId.ArgsInOne => Warning(
            "the name of the program has a blank in it, {0}",
            "give each argument as an element of its own, or call a shell: [\"sh\", \"-c\", ...]"),
        DiagnosticId.CapabilityLost => Warning(
            "the user {0} loses {1} when it executes the program",
            "add it to 'inheritable' and 'ambient' as well, or remove it"),
        DiagnosticId.CapabilityRegained => Warning(
            "root gets {0} back when it executes the program, although it is not in 'permitted'",
            "remove it from 'bounding', or add it to 'permitted'"),
        DiagnosticId.MountHidden => Warning(
            "hides the mount {0} at {1}",
            "put it before that one, or remove one of the two"),
        DiagnosticId.MountOptionsContradict => Warning(
            "{0} contradicts {1} before it, the last one counts",
            "keep one of them"),
        DiagnosticId.PidsLimitZero => Warning(
            "0 is taken as 1: no second process can be made",
            "give the number that is meant, or -1 for no limit"),
        DiagnosticId.MemoryLimitTiny => Warning(
            "{0} bytes are too few for most programs",
            "give the limit in bytes, as in 67108864 for 64 MB"),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
