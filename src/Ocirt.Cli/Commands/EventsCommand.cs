// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Cli.Parsing;
using Ocirt.Runtime;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt events</c>: shows statistics and the visits of the OOM killer, a line of JSON for each.</summary>
internal sealed class EventsCommand : ICommand<EventsOptions>
{
    private const int SignalCode = 128;

    /// <inheritdoc/>
    public static int Execute(EventsOptions options, CommandContext context)
    {
        if (!DurationText.TryParse(options.Interval, out int milliseconds) || milliseconds == 0)
        {
            throw new CommandException($"option '--interval' cannot be {UsageText.Quote(options.Interval)}, it must be a time of at least a millisecond, as in '500ms', '5s' or '1m30s'");
        }

        if (options.Stats)
        {
            ContainerEvents.ShowStatistics(context.Store, options.Id, static (line, _) => StandardStreams.Write(line));
            return ExitCodes.Success;
        }

        int signal = ContainerEvents.Follow(context.Store, options.Id, milliseconds, static (line, _) => StandardStreams.Write(line));
        return signal == 0 ? ExitCodes.Success : SignalCode + signal;
    }
}
