// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Declarations;

/// <summary>The options of spec, as the tests declare them.</summary>
[Verb("spec")]
public sealed class SpecOptions
{
    [Option('b', "bundle")] public string? Bundle { get; set; }

    [Option("rootless")] public bool Rootless { get; set; }

    [Option('h', "help")] public bool Help { get; set; }
}
