// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Tests.Declarations;

/// <summary>The options of validate, as the tests declare them.</summary>
[Verb("validate")]
public sealed class ValidateOptions
{
    [Option('b', "bundle")] public string? Bundle { get; set; }

    [Option("format")] public string? Format { get; set; }

    [Option('h', "help")] public bool Help { get; set; }

    [Value(0)] public string? Path { get; set; }
}
