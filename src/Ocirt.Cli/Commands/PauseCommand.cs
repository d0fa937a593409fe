// SPDX-License-Identifier: Apache-2.0

using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt pause</c>: stops all processes of a container.</summary>
internal sealed class PauseCommand : ICommand<PauseOptions>
{
    /// <inheritdoc/>
    public static int Execute(PauseOptions options, CommandContext context)
    {
        ContainerPause.Pause(context.Store, options.Id);
        return ExitCodes.Success;
    }
}
