// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Grammar;

internal sealed class ExampleGlobals
{
    [Option('r', "root", Default = "/run/example", MetaValue = "DIR")]
    public required string Root { get; set; }

    [Option("debug")]
    public bool Debug { get; set; }
}
