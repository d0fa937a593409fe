// SPDX-License-Identifier: Apache-2.0

using System.IO;
using Ocirt.Cli.Output;
using Ocirt.Planning;
using Ocirt.Runtime;
using Ocirt.Spec.Model;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt plan</c>: prints what init would do for a bundle. Nothing is carried out.</summary>
internal sealed class PlanCommand : ICommand<PlanOptions>
{
    /// <inheritdoc/>
    public static int Execute(PlanOptions options, CommandContext context)
    {
        Bundle bundle = Bundle.Open(options.BundleArgument ?? options.Bundle, options.Config);
        ContainerConfig config = bundle.RequireConfig();
        string rootfs = Path.GetFullPath(config.Root!.Path!, bundle.Path);
        LaunchRequest request = new() { BundlePath = bundle.Path, Id = "plan", OnFinding = static _ => { } };
        using ContainerCgroup cgroup = ContainerCgroup.Describe(config, request.Id, context.CgroupDriver);
        LaunchPlan plan = LaunchCompiler.Compile(bundle, config, rootfs, cgroup, request, waitForStart: false);
        if (options.Format == LogFormat.Json)
        {
            StandardStreams.Write(PlanJson.Render(plan));
        }
        else
        {
            StandardStreams.Write(PlanText.Render(plan));
        }

        return ExitCodes.Success;
    }
}
