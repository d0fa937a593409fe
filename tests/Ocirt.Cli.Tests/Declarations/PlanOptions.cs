// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Declarations;

/// <summary>The options of plan, as the tests declare them.</summary>
[Verb("plan")]
public sealed class PlanOptions
{
    [Option('b', "bundle")] public string? Bundle { get; set; }

    [Option('h', "help")] public bool Help { get; set; }

    [Value(0)] public string? Path { get; set; }
}
