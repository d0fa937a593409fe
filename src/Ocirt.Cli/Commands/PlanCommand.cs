// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Grammar;
using Ocirt.Cli.Output;
using Ocirt.Planning;
using Ocirt.Runtime;
using Ocirt.Spec.Model;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt plan</c>: prints what init would do for a bundle. Nothing is carried out.</summary>
internal static class PlanCommand
{
    /// <summary>Runs the command.</summary>
    internal static int Execute(ParsedArguments arguments)
    {
        Bundle bundle = Bundle.Open(arguments.Positionals.Count > 0 ? arguments.Positionals[0] : arguments["bundle"] ?? ".");
        ContainerConfig config = bundle.RequireConfig();
        string rootfs = System.IO.Path.GetFullPath(config.Root!.Path!, bundle.Path);
        RunRequest request = new() { BundlePath = bundle.Path, Id = "plan", StateRoot = string.Empty, OnFinding = static _ => { } };
        using ContainerCgroup cgroup = ContainerCgroup.Describe(config, request.Id);
        LaunchPlan plan = ContainerRun.Compile(bundle, config, rootfs, cgroup, request);
        StandardStreams.Write(PlanText.Render(plan));
        return 0;
    }
}
