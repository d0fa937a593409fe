// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt delete</c>.</summary>
[Verb("delete", HelpText = "remove a container that has stopped or was never started")]
internal sealed class DeleteOptions
{
    /// <summary>Whether a running container is killed first.</summary>
    [Option('f', "force", HelpText = "kill the container first; that there is none is no error then")]
    public bool Force { get; set; }

    /// <summary>Whether ID is a pattern.</summary>
    [Option('r', "regex", HelpText = "ID is an extended regular expression: delete every container whose name it is found in")]
    public bool Regex { get; set; }

    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }
}
