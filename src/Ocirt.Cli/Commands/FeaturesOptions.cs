// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt features</c>.</summary>
[Verb("features", HelpText = "print what this build carries out, as JSON")]
internal sealed class FeaturesOptions;
