// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt start</c>: executes the program of a created container.</summary>
internal sealed class StartCommand : ICommand<StartOptions>
{
    /// <inheritdoc/>
    public static int Execute(StartOptions options, CommandContext context)
    {
        ContainerStart.Execute(context.Store, options.Id, context.Log.Warning);
        return ExitCodes.Success;
    }
}
