// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt explain</c>.</summary>
[Verb("explain", HelpText = "explain a finding about a config.json, or list all of them")]
internal sealed class ExplainOptions
{
    /// <summary>The finding, with or without the prefix; null for the list.</summary>
    [Value(0, MetaName = "OCINNNN", HelpText = "the finding; without it all are listed")]
    public string? Id { get; set; }
}
