// SPDX-License-Identifier: Apache-2.0

using CommandLine;

namespace Ocirt.Cli.Commands;

/// <summary>The options of <c>ocirt man</c>.</summary>
[Verb("man", HelpText = "print the manual page, for man(1): ocirt man | man -l -")]
internal sealed class ManOptions;
