// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Planning.Compilers;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>Compiles a process into the plan that starts it in a running container.</summary>
/// <remarks>As <see cref="PlanBuilder"/>, a pure function. docs/launch-plan.md has the order and the reasons.</remarks>
public static class JoinPlanBuilder
{
    /// <summary>Entered by the clone's child: the clone itself needs the host's rights over the cgroup, and its place in it.</summary>
    private const ulong EnteredLate = Sched.CLONE_NEWUSER | Sched.CLONE_NEWNS | Sched.CLONE_NEWCGROUP;

    /// <summary>Compiles a validated process.</summary>
    /// <param name="config">A configuration with the process; its linux section is the container's, or missing when it stands in another file.</param>
    /// <param name="container">The container's own configuration.</param>
    /// <param name="facts">What the runtime knows of the container and the host.</param>
    /// <param name="options">What the command line decides.</param>
    /// <param name="findings">Receives what is found to be impossible.</param>
    /// <returns>The plan, or null when <paramref name="findings"/> has an error.</returns>
    /// <exception cref="ArgumentException">The configuration has no process, or there are too many cgroup descriptors.</exception>
    public static LaunchPlan? Build(
        ContainerConfig config, ContainerConfig container, JoinFacts facts, LaunchOptions options, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(findings);
        if (config.Process is not { Args.Length: > 0 } process)
        {
            throw new ArgumentException("the configuration has no process to start", nameof(config));
        }

        if ((uint)facts.CgroupHandleCount > Register.MaxCgroups)
        {
            throw new ArgumentException($"{facts.CgroupHandleCount} cgroup descriptors are more than {Register.MaxCgroups}", nameof(facts));
        }

        var draft = new PlanDraft(config, container, facts, options, findings);
        CompileHostSide(draft, process, facts, container.Process);
        CompileContainerSide(draft, process, facts);
        ProcessCompiler.Compile(draft, process, DirectoryFlags.Tentative);
        return findings.HasErrors ? null : draft.Finish();
    }

    /// <summary>
    /// Whether a process that joins a container gets the root of the first one handed over: without a mount namespace of its
    /// own a container has it by chroot(2), and entering its namespaces leads to another one.
    /// </summary>
    /// <param name="linux">The section of the container, or null.</param>
    /// <returns>Whether the plan waits for <see cref="LateSlot.FirstRoot"/>.</returns>
    public static bool HasRootByChroot(LinuxConfig? linux) => linux?.Find(NamespaceKind.Mount) is not { IsJoined: false };

    private static void CompileHostSide(PlanDraft draft, ProcessConfig process, JoinFacts facts, ProcessConfig? first)
    {
        draft.From(process, process.OomScoreAdj is null ? null : "oomScoreAdj");
        if ((process.OomScoreAdj ?? first?.OomScoreAdj) is int score)
        {
            draft.Add(StepOp.SetOomScoreAdj, new SetOomScoreAdjStep { Text = draft.Text(score.ToString(CultureInfo.InvariantCulture)) });
        }

        if ((facts.Namespaces & Sched.CLONE_NEWUSER) != 0)
        {
            ProcessCompiler.RaiseLimits(draft, process);
        }

        // ORDER: before any namespace is joined: what lives there must not trace init and take its descriptors of the
        // host (CVE-2016-9962).
        draft.FromNothing();
        draft.Add(StepOp.SetDumpable, new SetDumpableStep { Value = 0 });
        draft.Add(StepOp.Await, new AwaitStep
        {
            Slot = (uint)LateSlot.FirstProcess,
            FirstRegister = Register.FirstProcess,
            MaxDescriptors = 1,
        });
        if (HasRootByChroot(draft.Linux))
        {
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.FirstRoot, FirstRegister = Register.Rootfs, MaxDescriptors = 1 });
        }

        bool intoCgroup = CompileCgroups(draft, facts);

        // ORDER: with the host's rights, the namespaces that belong to it may be entered in any order, and those that the
        // container's user namespace owns as well. Without them only that user namespace gives the right to enter the rest.
        Enter(draft, facts.Namespaces & (facts.IsPrivileged ? ~EnteredLate : ~(ulong)Sched.CLONE_NEWCGROUP));
        draft.Add(StepOp.Clone, new CloneStep { CgroupRegister = intoCgroup ? Register.FirstCgroup : Register.None });
    }

    private static void CompileContainerSide(PlanDraft draft, ProcessConfig process, JoinFacts facts)
    {
        if (facts.IsPlaced || draft.Linux?.IntelRdt is not null || IsHelped(process, draft.Options))
        {
            // ORDER: before the runtime is asked to do something with the process, which it has to know for that.
            draft.FromNothing();
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Go, FirstRegister = Register.None });
        }

        // ORDER: behind the clone. KERNEL: a clone into a cgroup that the own cgroup namespace does not show is ENOENT, and
        // one with the rights of a user namespace that was joined is EACCES.
        Enter(draft, facts.Namespaces & (facts.IsPrivileged ? EnteredLate : Sched.CLONE_NEWCGROUP));
        if (HasRootByChroot(draft.Linux))
        {
            draft.Add(StepOp.ChangeRoot, new ChangeRootStep { Register = Register.Rootfs });
        }

        draft.Add(StepOp.UseRoot, default(UseRootStep));
        draft.Add(StepOp.NewSession, default(NewSessionStep));
        draft.Add(StepOp.SetUmask, new SetUmaskStep { Mask = ProcessCompiler.DefaultUmask });
        if (draft.Options.NewKeyring)
        {
            LabelCompiler.CompileKeyring(draft);
            draft.FromNothing();

            // The keyring of the container: one of that name is joined when it is there.
            draft.Add(StepOp.JoinSessionKeyring, new JoinSessionKeyringStep { Name = draft.Text("_ses." + draft.Options.ContainerId) });
        }

        if ((facts.Namespaces & Sched.CLONE_NEWUSER) != 0)
        {
            // ORDER: before the terminal, which has to belong to an id of the container.
            draft.Add(StepOp.AdoptIds, new AdoptIdsStep
            {
                Uid = IdMaps.RootOf(draft.Linux?.UidMappings ?? []),
                Gid = IdMaps.RootOf(draft.Linux?.GidMappings ?? []),
            });
        }

        TerminalCompiler.Compile(draft, console: "");
        ProcessCompiler.CompileBeforePivot(draft);
    }

    /// <summary>Whether the runtime does something with the process while init waits: schedules it, takes its listener.</summary>
    private static bool IsHelped(ProcessConfig process, LaunchOptions options) =>
        process.Scheduler is not null || process.IoPriority is not null || !string.IsNullOrEmpty(process.ExecCpuAffinity?.Final)
        || (options.SeccompFlags & Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;

    private static bool CompileCgroups(PlanDraft draft, JoinFacts facts)
    {
        if (facts.CgroupHandleCount == 0)
        {
            return false;
        }

        draft.Add(StepOp.Await, new AwaitStep
        {
            Slot = (uint)LateSlot.Cgroups,
            FirstRegister = Register.FirstCgroup,
            MaxDescriptors = (uint)facts.CgroupHandleCount,
        });
        bool unified = facts.CgroupMode is CgroupMode.V2;
        bool joinsUserFirst = !facts.IsPrivileged && (facts.Namespaces & Sched.CLONE_NEWUSER) != 0;
        if (unified && !joinsUserFirst)
        {
            return true;
        }

        draft.Add(StepOp.EnterCgroups, new EnterCgroupsStep
        {
            FirstRegister = Register.FirstCgroup,
            Count = (uint)facts.CgroupHandleCount,
            Directories = unified ? 1u : 0,
        });
        return false;
    }

    private static void Enter(PlanDraft draft, ulong namespaces)
    {
        draft.FromNothing();
        if (namespaces != 0)
        {
            draft.Add(StepOp.EnterNamespace, new EnterNamespaceStep { NamespaceType = (uint)namespaces, Register = Register.FirstProcess });
        }
    }
}
