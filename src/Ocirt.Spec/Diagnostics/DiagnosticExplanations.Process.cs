// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>The process.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForProcess(DiagnosticId id) => id switch
    {
        DiagnosticId.ArgsEmpty =>
            "process.args is the program and its arguments; without a program there is nothing to start."u8,
        DiagnosticId.EnvMalformed =>
            "Each entry of an environment is NAME=VALUE with a name that is not empty. An entry without '=' "u8
            + "would be passed on and be seen by no program."u8,
        DiagnosticId.LimitSoftAboveHard =>
            "The soft limit is what counts, and a process may raise it up to the hard one; setrlimit(2) refuses "u8
            + "a soft limit above it."u8,
        DiagnosticId.LimitDuplicate =>
            "config.md, POSIX process: a type must not be given twice, since it is open which entry counts."u8,
        DiagnosticId.CapabilityUnknown =>
            "The specification asks for a warning and no error, so that a configuration for a newer kernel still "u8
            + "runs. The capability is left out of the set. Names have the prefix CAP_ and are in upper case."u8,
        DiagnosticId.CapabilityNotPermitted =>
            "The effective set must be a part of the permitted one, and the ambient set a part of both the "u8
            + "permitted and the inheritable one (capabilities(7)). What is not in them is left out."u8,
        DiagnosticId.SchedulerMismatch =>
            "Each scheduling policy has parameters of its own: priority belongs to SCHED_FIFO and SCHED_RR; "u8
            + "runtime, deadline and period belong to SCHED_DEADLINE (sched(7))."u8,
        DiagnosticId.CpuListMalformed =>
            "The kernel's form of lists (cpuset(7)): numbers and ranges with commas between them. A range goes "u8
            + "from the lower to the higher number."u8,
        DiagnosticId.PersonalityFlagUnknown =>
            "config-linux.md, Personality: the specification reserves the field and defines no flag yet."u8,
        _ => default,
    };
}
