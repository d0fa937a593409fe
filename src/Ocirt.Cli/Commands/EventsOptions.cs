// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt events</c>.</summary>
[Verb("events", HelpText = "show what a container uses, and when the OOM killer comes to it")]
internal sealed class EventsOptions
{
    /// <summary>The time between two statistics.</summary>
    [Option("interval", MetaValue = "TIME", Default = "5s", HelpText = "time between two statistics, as in 500ms, 5s or 1m30s")]
    public required string Interval { get; set; }

    /// <summary>Whether the statistics are shown once.</summary>
    [Option("stats", HelpText = "show the statistics once, and end")]
    public bool Stats { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }
}
