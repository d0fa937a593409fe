// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Grammar;

/// <summary>One command: its name, its options, its arguments.</summary>
/// <param name="Name">The name on the command line; empty for the options before the command.</param>
/// <param name="Summary">One line that says what it does.</param>
/// <param name="Argument">What its argument is called, or null when it takes none.</param>
/// <param name="ArgumentRequired">Whether the argument has to be there.</param>
/// <param name="Options">Its options.</param>
internal sealed record CommandSpec(string Name, string Summary, string? Argument, bool ArgumentRequired, OptionSpec[] Options);
