// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>What is valid and probably a mistake.</content>
public static partial class DiagnosticDescriptors
{
    private static DiagnosticDescriptor ForDoubt(DiagnosticId id) => id switch
    {
        DiagnosticId.FieldUnknown => Warning(
            "is no field of the specification, ignoring"u8,
            "remove it, or keep notes in 'annotations'"u8),
        DiagnosticId.FieldMisspelled => Warning(
            "is no field of the specification, ignoring; {0} is one"u8,
            "write it as {0}, if that is meant"u8),
        DiagnosticId.ConsoleSizeUnused => Warning(
            "has no effect without a terminal"u8,
            "set 'terminal' to true, or leave it out"u8),
        DiagnosticId.EnvDuplicate => Warning(
            "the variable {0} is given more than once, the last one counts"u8,
            "keep one of them"u8),
        DiagnosticId.ArgsInOne => Warning(
            "the name of the program has a blank in it, {0}"u8,
            "give each argument as an element of its own, or call a shell: [\"sh\", \"-c\", ...]"u8),
        DiagnosticId.CapabilityLost => Warning(
            "the user {0} loses {1} when it executes the program"u8,
            "add it to 'inheritable' and 'ambient' as well, or remove it"u8),
        DiagnosticId.CapabilityRegained => Warning(
            "root gets {0} back when it executes the program, although it is not in 'permitted'"u8,
            "remove it from 'bounding', or add it to 'permitted'"u8),
        DiagnosticId.MountHidden => Warning(
            "hides the mount {0} at {1}"u8,
            "put it before that one, or remove one of the two"u8),
        DiagnosticId.MountOptionsContradict => Warning(
            "{0} contradicts {1} before it, the last one counts"u8,
            "keep one of them"u8),
        DiagnosticId.PidsLimitZero => Warning(
            "0 is taken as 1: no second process can be made"u8,
            "give the number that is meant, or -1 for no limit"u8),
        DiagnosticId.MemoryLimitTiny => Warning(
            "{0} bytes are too few for most programs"u8,
            "give the limit in bytes, as in 67108864 for 64 MB"u8),
        DiagnosticId.MountNamespaceShared => Warning(
            "the container has the host's mount namespace: its mounts appear there, and its root is one by chroot(2) alone"u8,
            "add {{\"type\": \"mount\"}} to linux.namespaces, unless that is meant"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(id)),
    };
}
