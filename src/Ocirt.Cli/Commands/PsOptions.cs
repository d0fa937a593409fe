// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt ps</c>.</summary>
[Verb("ps", HelpText = "list the processes of a container")]
internal sealed class PsOptions
{
    /// <summary>How the list is written.</summary>
    [Option('f', "format", Default = ListFormat.Table, HelpText = "format of the list; json has the pids only")]
    public ListFormat Format { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }

    /// <summary>The options of ps(1) for the table.</summary>
    [Value(1, MetaName = "OPTIONS", HelpText = "options of ps(1) that choose the columns (default: -ef)")]
    public IEnumerable<string>? Arguments { get; set; }
}
