// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt run</c>: creates a container and runs its program.</summary>
internal sealed class RunCommand : ICommand<RunOptions>
{
    /// <inheritdoc/>
    /// <remarks>The exit code is the program's own, or 128 and the signal that ended it.</remarks>
    public static int Execute(RunOptions options, CommandContext context)
    {
        PreservedDescriptors.Check(options.PreserveFds);
        LaunchRequest request = new()
        {
            BundlePath = options.Bundle,
            Id = options.Id,
            Store = context.Store,
            PidFile = options.PidFile,
            CgroupDriver = context.CgroupDriver,
            ConsoleSocket = options.ConsoleSocket,
            PidfdSocket = options.PidfdSocket,
            PreservedDescriptors = options.PreserveFds,
            NoPivot = options.NoPivot,
            NoNewKeyring = options.NoNewKeyring,
            Detach = options.Detach,
            Keep = options.Keep,
            Trace = TraceOutput.Begin(options.Trace, context.Log),
            OnFinding = context.Log.Finding,
            OnWarning = context.Log.Warning,
        };
        int code = ContainerRun.Execute(request);
        TraceOutput.Write(request.Trace);
        return code;
    }
}
