// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The process: its limits, directory, credentials and environment, and the exec that ends every plan.</summary>
internal static class ProcessCompiler
{
    /// <summary>The mask that the container is put together with, and that the process gets unless it asks.</summary>
    public const uint DefaultUmask = 0x12; // 0022

    private const uint FirstPreserved = 3;

    /// <summary>Those on which the waiting first process of runc ends as well: HUP, INT, QUIT, ILL, TRAP, ABRT, BUS, FPE, SEGV, TERM, STKFLT and SYS.</summary>
    private const ulong EndingSignals =
        (1UL << (Signal.SIGHUP - 1)) | (1UL << (Signal.SIGINT - 1)) | (1UL << (Signal.SIGQUIT - 1)) | (1UL << (Signal.SIGILL - 1))
        | (1UL << (Signal.SIGTRAP - 1)) | (1UL << (Signal.SIGABRT - 1)) | (1UL << (Signal.SIGBUS - 1)) | (1UL << (Signal.SIGFPE - 1))
        | (1UL << (Signal.SIGSEGV - 1)) | (1UL << (Signal.SIGTERM - 1)) | (1UL << (Signal.SIGSTKFLT - 1)) | (1UL << (Signal.SIGSYS - 1));

    private const string DefaultSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>What only the host's rights allow, before the clone takes them away.</summary>
    public static void CompileBeforeClone(PlanDraft draft, ProcessConfig process)
    {
        if (draft.Namespace(NamespaceKind.User) is not null)
        {
            RaiseLimits(draft, process);
        }
    }

    /// <summary>Raises the hard limits with the host's rights, before a user namespace takes them away.</summary>
    public static void RaiseLimits(PlanDraft draft, ProcessConfig process)
    {
        foreach (ResourceLimit limit in process.Rlimits)
        {
            if (ResourceNumbers.Find(limit.Type) is uint resource)
            {
                // KERNEL: raising a hard limit needs CAP_SYS_RESOURCE of the host. The soft one stays, so that init
                // itself does not run into it.
                draft.From(limit);
                draft.Add(StepOp.SetLimit, new SetLimitStep { Resource = resource, Hard = limit.Hard ?? 0, RaiseOnly = 1 });
            }
        }
    }

    /// <summary>What needs the root's descriptor or the host's ids.</summary>
    public static void CompileBeforePivot(PlanDraft draft)
    {
        // ORDER: after /dev is complete: the node that is opened is the container's own.
        draft.FromNothing();
        draft.Add(StepOp.ReopenNull, default(ReopenNullStep));
        if (draft.Config.Process is ProcessConfig labelled)
        {
            LabelCompiler.CompileExec(draft, labelled);
        }

        if (draft.Config.Process is ProcessConfig process && string.IsNullOrEmpty(Find(process.Env, "HOME")))
        {
            // ORDER: after the mounts, which may bring the passwd file, and before the ids change: the user
            // need not be able to read it.
            draft.From(process, "env");
            draft.Add(StepOp.Await, new AwaitStep
            {
                Slot = (uint)LateSlot.Home,
                FirstRegister = Register.None,
                Part = (uint)AwaitPart.Question,
                Offer = draft.Text("/etc/passwd"),
            });
            draft.AsksForHome = true;
        }
    }

    /// <summary>Takes the home directory that was asked for, unless an earlier step has taken it.</summary>
    public static void CompileHome(PlanDraft draft)
    {
        if (draft.AsksForHome && draft.Config.Process is ProcessConfig process)
        {
            draft.AsksForHome = false;
            draft.From(process, "env");
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home, FirstRegister = Register.None, Part = (uint)AwaitPart.Answer });
        }
    }

    /// <summary>The working directory, where the root becomes read-only before it is entered.</summary>
    public static void CompileDirectory(PlanDraft draft)
    {
        if (draft.Config is { Root.Readonly: true, Process: { Cwd: not (null or "" or "/") } process })
        {
            draft.From(process, "cwd");
            draft.Add(StepOp.MakeDirectory, new MakeDirectoryStep { Path = draft.Text(process.Cwd) });
        }
    }

    /// <summary>From the container's root to the exec.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="process">The process.</param>
    /// <param name="first">How the working directory is entered the first time.</param>
    public static void Compile(PlanDraft draft, ProcessConfig process, DirectoryFlags first)
    {
        uint uid = process.User?.Uid ?? 0;
        foreach (ResourceLimit limit in process.Rlimits)
        {
            if (ResourceNumbers.Find(limit.Type) is uint resource)
            {
                // ORDER: before the ids change: raising a hard limit needs CAP_SYS_RESOURCE.
                draft.From(limit);
                draft.Add(StepOp.SetLimit, new SetLimitStep { Resource = resource, Soft = limit.Soft ?? 0, Hard = limit.Hard ?? 0 });
            }
        }

        ExecutionCompiler.Compile(draft, process);
        string directory = string.IsNullOrEmpty(process.Cwd) ? "/" : process.Cwd;
        draft.From(process, "cwd");
        draft.Add(StepOp.ChangeDirectory, new ChangeDirectoryStep
        {
            // ORDER: once with root's rights, because it may have to be made, and once more with the user's: on
            // a network file system either may be the only one that can enter it.
            Path = draft.Text(directory),
            Flags = (uint)first,
        });
        if (process.User is { Umask: uint mask and not DefaultUmask } user)
        {
            // ORDER: after the last directory is made: the user would be shut out of a cwd made under 077.
            draft.From(user, "umask");
            draft.Add(StepOp.SetUmask, new SetUmaskStep { Mask = mask });
        }

        if (uid != 0)
        {
            // ORDER: while the owner can still be changed.
            From(draft, process, "uid");
            draft.Add(StepOp.OwnStdio, new OwnStdioStep { Uid = uid });
        }

        // ORDER: after the last use of a register, and before the filter, which need not allow close_range.
        AddClose(draft);
        HookCompiler.CompileState(draft);
        AddSignals(draft);
        if (process.NoNewPrivileges != true)
        {
            // ORDER: without no_new_privs loading a filter needs CAP_SYS_ADMIN, so it comes before the
            // capabilities go, and the steps behind it run under the filter.
            SeccompCompiler.Compile(draft);
        }

        CompileCredentials(draft, process);
        draft.From(process, "cwd");
        draft.Add(StepOp.ChangeDirectory, new ChangeDirectoryStep { Path = draft.Text(directory), Flags = (uint)DirectoryFlags.UnlessDone });
        CompileExec(draft, process);
    }

    /// <summary>The end of a plan without a process: nothing ever answers its wait with the permission to start.</summary>
    public static void CompileWait(PlanDraft draft)
    {
        AddClose(draft);
        AddSignals(draft);
        AddWait(draft);
    }

    /// <summary>What ends a container that waits for start. The first process of a joined namespace is somebody else.</summary>
    private static void AddSignals(PlanDraft draft)
    {
        if (draft.Options.WaitForStart && draft.Namespace(NamespaceKind.Pid) is { IsJoined: false })
        {
            // ORDER: before the filter, which need not allow rt_sigaction.
            draft.FromNothing();
            draft.Add(StepOp.EndOnSignals, new EndOnSignalsStep { Signals = EndingSignals });
        }
    }

    private static void AddClose(PlanDraft draft)
    {
        draft.FromNothing();
        draft.Add(StepOp.CloseDescriptors, new CloseDescriptorsStep { First = FirstPreserved + (uint)draft.Options.PreservedDescriptors });
    }

    private static void AddWait(PlanDraft draft)
    {
        draft.FromNothing();
        draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Start, FirstRegister = Register.StartSocket, MaxDescriptors = 1 });
        draft.Add(StepOp.AcceptStart, new AcceptStartStep { Register = Register.StartSocket });
    }

    private static void CompileCredentials(PlanDraft draft, ProcessConfig process)
    {
        // Where setgroups(2) is denied the groups are those of the caller, none of which is mapped but his own; the
        // kernel would refuse even an empty list.
        uint[] groups = process.User?.AdditionalGids ?? [];
        if (RuntimeAnnotations.Find(draft.Config, RuntimeAnnotations.KeepGroups) is null && (groups.Length > 0 || !draft.Host.DeniesSetgroups))
        {
            From(draft, process, "additionalGids");
            draft.Add(StepOp.SetGroups, new SetGroupsStep { Groups = draft.Writer.Ids(groups) });
        }

        CapabilitySets? sets = process.Capabilities;
        ulong permitted = CapabilityNames.MaskOf(sets?.Permitted ?? []);
        ulong inheritable = CapabilityNames.MaskOf(sets?.Inheritable ?? []);

        // ORDER: the bounding set before the ids: it takes CAP_SETPCAP, which the effective set loses with them.
        draft.From((ConfigNode?)sets ?? process, sets is null ? null : "bounding");
        draft.Add(StepOp.LimitBounding, new LimitBoundingStep { Keep = CapabilityNames.MaskOf(sets?.Bounding ?? []) });
        From(draft, process, null);
        draft.Add(StepOp.SetIds, new SetIdsStep { Uid = process.User?.Uid ?? 0, Gid = process.User?.Gid ?? 0 });

        // ORDER: after the ids: leaving uid 0 clears the effective set. The kernel refuses what the other sets do
        // not allow; the validator has warned that it is left out.
        draft.From((ConfigNode?)sets ?? process);
        draft.Add(StepOp.SetCapabilities, new SetCapabilitiesStep
        {
            Effective = CapabilityNames.MaskOf(sets?.Effective ?? []) & permitted,
            Permitted = permitted,
            Inheritable = inheritable,
        });

        // ORDER: after both sets that a capability must be in to become ambient. An empty set is written too:
        // the caller's own must not pass through.
        draft.Add(StepOp.RaiseAmbient, new RaiseAmbientStep { Set = CapabilityNames.MaskOf(sets?.Ambient ?? []) & permitted & inheritable });
    }

    private static void CompileExec(PlanDraft draft, ProcessConfig process)
    {
        bool forbid = process.NoNewPrivileges == true;
        if (forbid)
        {
            draft.From(process, "noNewPrivileges");
            draft.Add(StepOp.ForbidNewPrivileges, default(ForbidNewPrivilegesStep));
        }

        // ORDER: before the wait: engines tell a missing program apart when they create, not when they start.
        draft.From(process, "args", 0);
        draft.Add(StepOp.FindExecutable, new FindExecutableStep
        {
            Name = draft.Text(process.Args[0]),
            SearchPath = draft.Text(Find(process.Env, "PATH") ?? DefaultSearchPath),
        });

        // ORDER: as late as possible: the runtime reads the file meanwhile.
        CompileHome(draft);
        if (forbid)
        {
            // ORDER: as late as possible: behind it stand only the wait and exec, so a profile need not allow
            // the calls of all other steps.
            SeccompCompiler.Compile(draft);
        }

        if (draft.Options.WaitForStart)
        {
            AddWait(draft);
        }

        List<string> environment = LastOfEach([.. process.Env, .. draft.Options.Environment]);
        HookCompiler.CompileStart(draft, environment);
        draft.From(process, "args");
        draft.Add(StepOp.Exec, new ExecStep
        {
            Arguments = draft.Writer.Table(process.Args, zeros: 1),
            Environment = draft.Writer.Table(environment, zeros: 2),
        });
    }

    /// <summary>The last value of a variable, or null when it is not there.</summary>
    private static string? Find(string[] environment, string name)
    {
        for (int i = environment.Length - 1; i >= 0; i--)
        {
            string entry = environment[i];
            if (entry.Length > name.Length && entry[name.Length] == '=' && entry.StartsWith(name, StringComparison.Ordinal))
            {
                return entry[(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>
    /// The entries without those that a later one of the same name replaces, in their order, and without an empty HOME,
    /// which counts as none.
    /// </summary>
    private static List<string> LastOfEach(string[] environment)
    {
        var kept = new List<string>(environment.Length);
        var names = new HashSet<string>(environment.Length);
        for (int i = environment.Length - 1; i >= 0; i--)
        {
            int end = environment[i].IndexOf('=', StringComparison.Ordinal);
            if (names.Add(end < 0 ? environment[i] : environment[i][..end]) && environment[i] != "HOME=")
            {
                kept.Add(environment[i]);
            }
        }

        kept.Reverse();
        return kept;
    }

    private static void From(PlanDraft draft, ProcessConfig process, string? field)
    {
        if (process.User is UserConfig user)
        {
            draft.From(user, field);
        }
        else
        {
            draft.FromNothing();
        }
    }
}
