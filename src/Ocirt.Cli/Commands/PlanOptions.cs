// SPDX-License-Identifier: Apache-2.0

using CommandLine;
using Ocirt.Cli.Output;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt plan</c>.</summary>
[Verb("plan", HelpText = "print the launch plan of a bundle")]
internal sealed class PlanOptions
{
    /// <summary>The bundle directory; the argument, when given, wins.</summary>
    [Option('b', "bundle", MetaValue = "DIR", Default = ".", HelpText = "directory with config.json, when no argument names it")]
    public required string Bundle { get; set; }

    /// <summary>The configuration, absolute or relative to the working directory; null for config.json of the bundle.</summary>
    [Option('f', "config", MetaValue = "FILE", HelpText = "configuration to use in place of config.json of the bundle")]
    public string? Config { get; set; }

    /// <summary>How the plan is printed.</summary>
    [Option("format", Default = LogFormat.Text, HelpText = "how the plan is printed")]
    public LogFormat Format { get; set; }

    /// <summary>The bundle directory as an argument, or null.</summary>
    [Value(0, MetaName = "BUNDLE", HelpText = "directory with config.json")]
    public string? BundleArgument { get; set; }
}
