// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt list</c>.</summary>
[Verb("list", HelpText = "list the containers of the state root")]
internal sealed class ListOptions
{
    /// <summary>How the list is written.</summary>
    [Option('f', "format", Default = ListFormat.Table, HelpText = "format of the list")]
    public ListFormat Format { get; set; }

    /// <summary>Whether only the ids are written.</summary>
    [Option('q', "quiet", HelpText = "print the ids only")]
    public bool Quiet { get; set; }
}
