// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt create</c>: creates a container and leaves it waiting for start.</summary>
internal sealed class CreateCommand : ICommand<CreateOptions>
{
    /// <inheritdoc/>
    public static int Execute(CreateOptions options, CommandContext context)
    {
        LaunchRequest request = RequestOf(options, context);
        ContainerCreation.Execute(request);
        TraceOutput.Write(request.Trace);
        return ExitCodes.Success;
    }

    /// <summary>The request of both commands that create a container.</summary>
    /// <exception cref="CommandException">An option has a value that cannot be.</exception>
    internal static LaunchRequest RequestOf(ILaunchOptions options, CommandContext context)
    {
        PreservedDescriptors.Check(options.PreserveFds);
        return new LaunchRequest
        {
            BundlePath = options.Bundle,
            ConfigPath = options.Config,
            Id = options.Id,
            Store = context.Store,
            PidFile = options.PidFile,
            CgroupDriver = context.CgroupDriver,
            ConsoleSocket = options.ConsoleSocket,
            PidfdSocket = options.PidfdSocket,
            PreservedDescriptors = options.PreserveFds,
            NoPivot = options.NoPivot,
            NoNewKeyring = options.NoNewKeyring,
            Trace = TraceOutput.Begin(options.Trace, context.Log),
            OnFinding = context.Log.Finding,
            OnWarning = context.Log.Warning,
        };
    }
}
