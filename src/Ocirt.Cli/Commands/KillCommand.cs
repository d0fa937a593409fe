// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Parsing;
using Ocirt.Linux;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt kill</c>: sends a signal to a container.</summary>
internal sealed class KillCommand : ICommand<KillOptions>
{
    /// <inheritdoc/>
    public static int Execute(KillOptions options, CommandContext context)
    {
        if (!SignalName.TryParse(options.Signal, out int signal))
        {
            throw new CommandException($"unknown signal {UsageText.Quote(options.Signal)}: use a number up to 64 or a name, such as 'TERM', 'SIGTERM' or 'RTMIN+2'");
        }

        if (!options.Regex)
        {
            ContainerKill.Execute(context.Store, options.Id, signal, options.All);
            return ExitCodes.Success;
        }

        MatchingContainers.ForEach(context, options.Id, state =>
        {
            if (state.Status != ContainerStatus.Stopped)
            {
                ContainerKill.Execute(context.Store, state.Id, signal, options.All);
            }
        });
        return ExitCodes.Success;
    }
}
