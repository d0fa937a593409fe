// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt resume</c>.</summary>
[Verb("resume", HelpText = "let the processes of a paused container go on")]
internal sealed class ResumeOptions
{
    /// <summary>The name of the container.</summary>
    [Value(0, MetaName = "ID", Required = true, HelpText = "name of the container")]
    public required string Id { get; set; }
}
