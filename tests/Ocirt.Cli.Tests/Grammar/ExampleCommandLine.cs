// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Parsing;

namespace Ocirt.Cli.Tests.Grammar;

/// <summary>A second command line, for the parts of the grammar that no command of ocirt uses yet.</summary>
[CommandLineDefinition(
    Program = "example",
    Summary = "shows the grammar",
    Globals = typeof(ExampleGlobals),
    Commands = [typeof(ExampleExecCommand), typeof(ExampleKillCommand)])]
internal static partial class ExampleCommandLine;
