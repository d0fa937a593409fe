// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>A plan while the compilers write it: what they read, and where their steps go.</summary>
internal sealed class PlanDraft
{
    private readonly SourceMap _sources;
    private readonly List<LateRequest> _requests = [];
    private bool _hasProc;
    private StepOrigin _origin = StepOrigin.None;
    private List<BindSource>? _batch;
    private IdMaps? _maps;
    private int _mapsStep;
    private readonly bool _linuxIsElsewhere;

    public PlanDraft(ContainerConfig config, HostFacts host, LaunchOptions options, DiagnosticBag findings)
    {
        Config = config;
        Linux = config.Linux;
        Host = host;
        Options = options;
        Findings = findings;
        _sources = new SourceMap(config.Source);
    }

    /// <summary>A plan for a process that joins a container.</summary>
    public PlanDraft(ContainerConfig config, ContainerConfig container, JoinFacts facts, LaunchOptions options, DiagnosticBag findings)
        : this(
            config,
            new HostFacts
            {
                BundlePath = "",
                RootfsPath = "",
                CgroupMode = facts.CgroupMode,
                CgroupHandleCount = facts.CgroupHandleCount,
                IsPrivileged = facts.IsPrivileged,
                DeniesSetgroups = facts.DeniesSetgroups,
                SecurityModule = facts.SecurityModule,
            },
            options,
            findings)
    {
        Linux = container.Linux;
        Joins = true;
        _linuxIsElsewhere = !ReferenceEquals(config.Source, container.Source);
    }

    public ContainerConfig Config { get; }

    /// <summary>Whether the process joins a container that runs.</summary>
    public bool Joins { get; }

    public LinuxConfig? Linux { get; }

    public HostFacts Host { get; }

    public LaunchOptions Options { get; }

    public DiagnosticBag Findings { get; }

    public PlanWriter Writer { get; } = new();

    /// <summary>The steps that follow come from nothing in the configuration.</summary>
    public void FromNothing() => _origin = StepOrigin.None;

    /// <summary>The steps that follow come from a node, or a field of it, or an element of that.</summary>
    public void From(ConfigNode node, string? field = null, int index = -1) =>
        _origin = _linuxIsElsewhere && node is (LinuxConfig or PersonalityConfig or MemoryPolicyConfig)
            ? StepOrigin.None
            : new StepOrigin(node.Offset, field, index);

    /// <summary>The steps that follow come from the value at a position.</summary>
    public void From(int offset) => _origin = new StepOrigin(offset, null, -1);

    /// <summary>Opens the private procfs, unless an earlier step did.</summary>
    public void OpenProc()
    {
        if (!_hasProc)
        {
            _hasProc = true;
            Add(StepOp.OpenProc, default(OpenProcStep));
        }
    }

    public void Add<T>(StepOp op, in T step)
        where T : unmanaged
    {
        Writer.Add(op, in step);
        _sources.Add(_origin);
    }

    public BlobRef Text(string? text) => Writer.Text(text);

    public NamespaceConfig? Namespace(NamespaceKind kind) => Linux?.Find(kind);

    /// <summary>
    /// Whether the container has the runtime's own mount namespace. Its root is then a mount of the host, which the runtime
    /// makes and takes away, and the process has it by chroot(2).
    /// </summary>
    public bool SharesMounts => Namespace(NamespaceKind.Mount) is not { } mount || (mount.IsJoined && Host.JoinsOwnMounts);

    /// <summary>
    /// Whether the runtime opens paths of the host for init, which could not get at them, since its root is not the host's,
    /// or must not mount them as they are: a peer of a mount of the host takes that with it when it goes.
    /// </summary>
    public bool OpensForInit => Host.IsPrivileged && (Namespace(NamespaceKind.User) is not null || SharesMounts);

    /// <summary>Whether the plan has asked for the home directory, and no step has taken the answer yet.</summary>
    public bool AsksForHome { get; set; }

    /// <summary>
    /// Whether init makes its mounts while the runtime still writes down who it is. They are nobody else's when the mount
    /// namespace is new, init is in its cgroup from the clone on, and nothing is wanted of the host: a runtime that is
    /// killed meanwhile takes them along, since init then ends at go.
    /// </summary>
    public bool MountsBeforeGo => Host.CgroupHandleCount > 0
        && Namespace(NamespaceKind.User) is null
        && Namespace(NamespaceKind.Mount) is { IsJoined: false };

    /// <summary>Whether stage 1 makes the network namespace while the first process mounts, and the process has not taken it yet.</summary>
    public bool LendsNetwork { get; set; }

    /// <summary>The next step relies on the mappings of the container's new user namespace.</summary>
    public void RelyOn(IdMaps maps)
    {
        _maps = maps;
        _mapsStep = Writer.StepCount;
    }

    /// <summary>Has the runtime open a source with the next batch of them; the bind mount must be the next step.</summary>
    /// <returns>The register with the detached tree.</returns>
    public uint RequestTree(BindSource source)
    {
        if (_batch is null || _batch.Count == Register.MaxSources)
        {
            _batch = [];
            _requests.Add(new LateRequest(Writer.StepCount, LateSlot.Trees, _batch, null));
            Await(LateSlot.Trees, Register.FirstSource, Register.MaxSources);
        }

        _batch.Add(source with { Step = Writer.StepCount });
        return Register.FirstSource + (uint)_batch.Count - 1;
    }

    /// <summary>Has the runtime open one source at this point of the launch; the bind mount must be the next step.</summary>
    /// <returns>The register with the descriptor.</returns>
    public uint RequestPlace(string path)
    {
        // The registers of a batch are free once all its mounts are made, and a place is used at once.
        _batch = null;
        _requests.Add(new LateRequest(Writer.StepCount, LateSlot.Place, [new BindSource(path, Writer.StepCount + 1, false, true, null, false)], null));
        Await(LateSlot.Place, Register.FirstSource, 1);
        return Register.FirstSource;
    }

    /// <summary>Has the runtime map the ids of the copy that the next step, a bind mount, makes and sends.</summary>
    public void RequestMappedTree(string path, IdMaps maps, bool mapsTree) =>
        _requests.Add(new LateRequest(
            Writer.StepCount, LateSlot.MappedTree, [new BindSource(path, Writer.StepCount, mapsTree, true, maps, mapsTree)], null));

    /// <summary>Has the runtime hand over a user namespace with the mappings, for the mount that is the next step.</summary>
    public void RequestIdMap(IdMaps maps)
    {
        _requests.Add(new LateRequest(Writer.StepCount, LateSlot.IdMap, [], maps));
        Await(LateSlot.IdMap, Register.IdMap, 1);
    }

    public LaunchPlan Finish() =>
        new(Writer.ToArray(Options.Trace ? PlanFlags.Trace : PlanFlags.None), _sources, _requests, _maps, _mapsStep, Joins ? [] : Linux?.NetDevices ?? []);

    private void Await(LateSlot slot, uint register, uint descriptors) =>
        Add(StepOp.Await, new AwaitStep { Slot = (uint)slot, FirstRegister = register, MaxDescriptors = descriptors });
}
