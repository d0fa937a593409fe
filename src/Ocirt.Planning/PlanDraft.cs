// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Plan;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>A plan while the compilers write it: what they read, and where their steps go.</summary>
internal sealed class PlanDraft
{
    private readonly SourceMap _sources;
    private StepOrigin _origin = StepOrigin.None;

    public PlanDraft(ContainerConfig config, HostFacts host, LaunchOptions options, DiagnosticBag findings)
    {
        Config = config;
        Linux = config.Linux;
        Host = host;
        Options = options;
        Findings = findings;
        _sources = new SourceMap(config.Source);
    }

    public ContainerConfig Config { get; }

    public LinuxConfig? Linux { get; }

    public HostFacts Host { get; }

    public LaunchOptions Options { get; }

    public DiagnosticBag Findings { get; }

    public PlanWriter Writer { get; } = new();

    /// <summary>The steps that follow come from nothing in the configuration.</summary>
    public void FromNothing() => _origin = StepOrigin.None;

    /// <summary>The steps that follow come from a node, or a field of it, or an element of that.</summary>
    public void From(ConfigNode node, string? field = null, int index = -1) =>
        _origin = new StepOrigin(node.Offset, field, index);

    /// <summary>The steps that follow come from the value at a position.</summary>
    public void From(int offset) => _origin = new StepOrigin(offset, null, -1);

    public void Add<T>(StepOp op, in T step)
        where T : unmanaged
    {
        Writer.Add(op, in step);
        _sources.Add(_origin);
    }

    public BlobRef Text(string? text) => Writer.Text(text);

    public NamespaceConfig? Namespace(NamespaceKind kind) => Linux?.Find(kind);

    public LaunchPlan Finish() =>
        new(Writer.ToArray(Options.Trace ? PlanFlags.Trace : PlanFlags.None), _sources);
}
