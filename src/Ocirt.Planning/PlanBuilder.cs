// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Planning.Compilers;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>Compiles a configuration into the plan that launches the container.</summary>
/// <remarks>
/// A pure function: the same arguments give the same bytes, and nothing on the host is looked at. The order of the
/// steps is the launch order of docs/launch-plan.md; each compiler says why its steps stand where they do.
/// </remarks>
public static class PlanBuilder
{
    /// <summary>Compiles a validated configuration.</summary>
    /// <param name="config">The configuration; the validator has found no error in it.</param>
    /// <param name="host">What the runtime knows of the host.</param>
    /// <param name="options">What the command line decides.</param>
    /// <param name="findings">Receives what is found to be impossible on this host.</param>
    /// <returns>The plan, or null when <paramref name="findings"/> has an error.</returns>
    /// <exception cref="ArgumentException">
    /// The configuration has no process and the plan does not wait for start, or a process without arguments, which the
    /// validator refuses; or there are more cgroup descriptors than <see cref="Register.MaxCgroups"/>.
    /// </exception>
    public static LaunchPlan? Build(ContainerConfig config, HostFacts host, LaunchOptions options, DiagnosticBag findings)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(findings);
        ProcessConfig? process = config.Process;
        if (process is null ? !options.WaitForStart : process.Args.Length == 0)
        {
            throw new ArgumentException("the configuration has no process to start", nameof(config));
        }

        if ((uint)host.CgroupHandleCount > Register.MaxCgroups)
        {
            throw new ArgumentException($"{host.CgroupHandleCount} cgroup descriptors are more than {Register.MaxCgroups}", nameof(host));
        }

        var draft = new PlanDraft(config, host, options, findings);
        LabelCompiler.CheckHost(draft);
        CompileHostSide(draft, process);
        CompileContainerSide(draft);
        if (process is null)
        {
            // Such a container can be created, and not be started (config.md, Process).
            ProcessCompiler.CompileWait(draft);
        }
        else
        {
            ProcessCompiler.Compile(draft, process, DirectoryFlags.Create | DirectoryFlags.Tentative);
        }

        return findings.HasErrors ? null : draft.Finish();
    }

    /// <summary>Stage 1: with the host's namespaces and ids.</summary>
    private static void CompileHostSide(PlanDraft draft, ProcessConfig? process)
    {
        if (process is not null)
        {
            ProcessCompiler.CompileBeforeClone(draft, process);
        }

        if (process?.OomScoreAdj is int score)
        {
            // ORDER: before the clone: it is inherited, and a container that is short of memory from its first
            // moment on is already treated as asked.
            draft.From(process, "oomScoreAdj");
            draft.Add(StepOp.SetOomScoreAdj, new SetOomScoreAdjStep { Text = draft.Text(score.ToString(CultureInfo.InvariantCulture)) });
        }

        if (!NamespaceCompiler.StaysDumpableUntilMapped(draft))
        {
            // ORDER: before any namespace is joined: what lives there already must not trace init and take its
            // descriptors of the host (CVE-2016-9962).
            AddUndumpable(draft);
        }

        NamespaceCompiler.CompileHostSide(draft);
    }

    /// <summary>Stage 2, up to the point where the root is the container's own.</summary>
    private static void CompileContainerSide(PlanDraft draft)
    {
        // ORDER: while the runtime is busy elsewhere; it changes nothing outside of what ends with the process.
        NamespaceCompiler.CompileLoopbackBehindClone(draft);
        if (!draft.MountsBeforeGo)
        {
            AddGo(draft);
        }

        if (NamespaceCompiler.StaysDumpableUntilMapped(draft))
        {
            // KERNEL: the maps of a process that is not dumpable belong to the host's root, so a runtime without its
            // rights could not write them before.
            AddUndumpable(draft);
        }

        NamespaceCompiler.CompileIds(draft);
        NamespaceCompiler.CompileCgroupNamespace(draft);

        draft.FromNothing();
        draft.Add(StepOp.NewSession, default(NewSessionStep));

        // ORDER: before anything is made in the rootfs: its mode must not depend on who calls.
        draft.Add(StepOp.SetUmask, new SetUmaskStep { Mask = ProcessCompiler.DefaultUmask });
        if (draft.Options.NewKeyring)
        {
            LabelCompiler.CompileKeyring(draft);
            draft.FromNothing();
            draft.Add(StepOp.JoinSessionKeyring, new JoinSessionKeyringStep { Name = draft.Text("_ses." + draft.Options.ContainerId) });
        }

        RootCompiler.Open(draft);
        MountCompiler.Compile(draft);
        DeviceCompiler.Compile(draft);
        NamespaceCompiler.CompileBorrowedNetwork(draft);
        if (draft.MountsBeforeGo)
        {
            AddGo(draft);
        }

        TerminalCompiler.Compile(draft, "/dev/console");
        SysctlCompiler.Compile(draft);
        CompileNames(draft);

        // ORDER: after the mounts and before the root becomes read-only or is hidden in part: hooks may change it.
        HookCompiler.CompileBeforePivot(draft);
        ProcessCompiler.CompileDirectory(draft);
        RootCompiler.Restrict(draft);
        ProcessCompiler.CompileBeforePivot(draft);
        RootCompiler.Enter(draft);
    }

    /// <summary>The runtime's permission to go on.</summary>
    private static void AddGo(PlanDraft draft)
    {
        // ORDER: no hook, terminal or program before the runtime has written down the pid: a runtime that is killed
        // leaves no process that nobody knows of.
        draft.FromNothing();
        draft.Add(StepOp.Await, new AwaitStep
        {
            Slot = (uint)LateSlot.Go,
            FirstRegister = draft.SharesMounts ? Register.Root : draft.OpensForInit ? Register.Rootfs : Register.None,
            MaxDescriptors = draft.SharesMounts || draft.OpensForInit ? 1u : 0,
        });
        NamespaceCompiler.CompileNetworkDevices(draft);
    }

    private static void AddUndumpable(PlanDraft draft)
    {
        draft.FromNothing();
        draft.Add(StepOp.SetDumpable, new SetDumpableStep { Value = 0 });
    }

    private static void CompileNames(PlanDraft draft)
    {
        if (!string.IsNullOrEmpty(draft.Config.Hostname))
        {
            draft.From(draft.Config, "hostname");
            draft.Add(StepOp.SetHostname, new SetHostnameStep { Name = draft.Text(draft.Config.Hostname) });
        }

        if (!string.IsNullOrEmpty(draft.Config.Domainname))
        {
            draft.From(draft.Config, "domainname");
            draft.Add(StepOp.SetDomainname, new SetDomainnameStep { Name = draft.Text(draft.Config.Domainname) });
        }
    }
}
