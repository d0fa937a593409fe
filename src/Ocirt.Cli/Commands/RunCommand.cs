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
        LaunchRequest request = CreateCommand.RequestOf(options, context) with { Detach = options.Detach, Keep = options.Keep };
        int code = ContainerRun.Execute(request);
        TraceOutput.Write(request.Trace);
        return code;
    }
}
