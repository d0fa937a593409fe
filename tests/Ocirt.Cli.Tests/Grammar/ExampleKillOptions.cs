// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Grammar;

[Verb("kill", HelpText = "two arguments, the second one with a default")]
internal sealed class ExampleKillOptions
{
    [Option('a', "all")]
    public bool All { get; set; }

    [Option("reason", Required = true, MetaValue = "TEXT")]
    public string? Reason { get; set; }

    [Value(0, MetaName = "ID", Required = true)]
    public required string Id { get; set; }

    [Value(1, MetaName = "SIGNAL", Default = "TERM")]
    public required string Signal { get; set; }
}
