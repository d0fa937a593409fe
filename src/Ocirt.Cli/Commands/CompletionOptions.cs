// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt completion</c>.</summary>
[Verb("completion", HelpText = "print the completion of this command line for a shell")]
internal sealed class CompletionOptions
{
    /// <summary>The shell.</summary>
    [Value(0, MetaName = "SHELL", Required = true, HelpText = "the shell: bash")]
    public required string Shell { get; set; }
}
