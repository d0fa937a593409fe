// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt kill</c>.</summary>
[Verb("kill", HelpText = "send a signal to a container")]
internal sealed class KillOptions
{
    /// <summary>Whether every process gets the signal.</summary>
    [Option('a', "all", HelpText = "send the signal to every process of the container")]
    public bool All { get; set; }

    /// <summary>Whether ID is a pattern.</summary>
    [Option('r', "regex", HelpText = "ID is an extended regular expression: signal every container whose name it is found in")]
    public bool Regex { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }

    /// <summary>The signal, by number or name.</summary>
    [Value(1, MetaName = "SIGNAL", Default = "SIGTERM", HelpText = "the signal, such as 9, KILL, SIGKILL or RTMIN+2")]
    public required string Signal { get; set; }
}
