// SPDX-License-Identifier: Apache-2.0

using CommandLine;
using Ocirt.Cli.Output;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt doctor</c>.</summary>
[Verb("doctor", HelpText = "tell what this host can do, and what to change")]
internal sealed class DoctorOptions
{
    /// <summary>How the checks are printed.</summary>
    [Option("format", Default = LogFormat.Text, HelpText = "how the checks are printed")]
    public LogFormat Format { get; set; }
}
