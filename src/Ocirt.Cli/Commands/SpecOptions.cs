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

    /// <summary>The file, absolute or relative to the bundle; null for a new config.json.</summary>
    [Option('f', "file", MetaValue = "FILE", HelpText = "write to this file in place of config.json; one that exists is overwritten")]
    public string? File { get; set; }

    /// <summary>Whether the configuration is made for a caller without privileges.</summary>
    [Option("rootless", HelpText = "write a configuration for a caller without privileges")]
    public bool Rootless { get; set; }
}
