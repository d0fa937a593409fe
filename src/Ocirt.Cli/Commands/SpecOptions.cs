// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt spec</c>.</summary>
[Verb("spec", HelpText = "write a config.json to start from")]
internal sealed class SpecOptions
{
    /// <summary>The directory that receives config.json.</summary>
    [Option('b', "bundle", MetaValue = "DIR", Default = ".", HelpText = "directory that receives config.json")]
    public required string Bundle { get; set; }

    /// <summary>Whether the configuration is made for a caller without privileges.</summary>
    [Option("rootless", HelpText = "write a configuration for a caller without privileges")]
    public bool Rootless { get; set; }
}
