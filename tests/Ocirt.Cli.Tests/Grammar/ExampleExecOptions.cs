// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using CommandLine;

namespace Ocirt.Cli.Tests.Grammar;

[Verb("exec", HelpText = "the rest of the line belongs to the program")]
internal sealed class ExampleExecOptions
{
    [Option('e', "env", MetaValue = "NAME=VALUE")]
    public IEnumerable<string>? Env { get; set; }

    [Option('t', "tty")]
    public bool Tty { get; set; }

    [Value(0, MetaName = "ID", Required = true)]
    public required string Id { get; set; }

    [Value(1, MetaName = "ARGS")]
    public IEnumerable<string>? Arguments { get; set; }
}
