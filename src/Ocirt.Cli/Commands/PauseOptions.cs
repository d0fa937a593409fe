// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt pause</c>.</summary>
[Verb("pause", HelpText = "stop all processes of a container")]
internal sealed class PauseOptions
{
    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }
}
