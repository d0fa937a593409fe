// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt run</c>: creates a container and runs its program in the foreground.</summary>
internal sealed class RunCommand : ICommand<RunOptions>
{
    private const int LargestPreserveFds = 1000;

    /// <inheritdoc/>
    /// <remarks>The exit code is the program's own, or 128 and the signal that ended it.</remarks>
    public static int Execute(RunOptions options, CommandContext context)
    {
        if (options.PreserveFds > LargestPreserveFds)
        {
            throw new CommandException($"option '--preserve-fds' cannot be '{options.PreserveFds}', it must be at most {LargestPreserveFds}");
        }

        RunRequest request = new()
        {
            BundlePath = options.Bundle,
            Id = options.Id,
            StateRoot = context.Globals.Root,
            PidFile = options.PidFile,
            ConsoleSocket = options.ConsoleSocket,
            PidfdSocket = options.PidfdSocket,
            PreservedDescriptors = options.PreserveFds,
            NoPivot = options.NoPivot,
            NoNewKeyring = options.NoNewKeyring,
            Keep = options.Keep,
            Trace = options.Trace is null ? null : LaunchTrace.To(options.Trace),
            OnFinding = context.Log.Finding,
        };
        int code = ContainerRun.Execute(request);
        if (request.Trace is not null)
        {
            request.Trace.Write();
            StandardStreams.WriteError(request.Trace.Summarize());
        }

        return code;
    }
}
