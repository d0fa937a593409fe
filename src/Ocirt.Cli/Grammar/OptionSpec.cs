// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Grammar;

/// <summary>One option of the command line: the single declaration that parsing and help are made from.</summary>
/// <param name="Name">The long name, without dashes.</param>
/// <param name="ShortName">The one-letter name, or NUL for none.</param>
/// <param name="ValueName">What the value is called in the help, or null for a switch.</param>
/// <param name="Help">One line that says what it does.</param>
internal sealed record OptionSpec(string Name, char ShortName, string? ValueName, string Help)
{
    /// <summary>Why the option is refused when it is given, or null.</summary>
    internal string? Refusal { get; init; }

    /// <summary>Whether an empty value is the same as none; otherwise it is refused.</summary>
    internal bool MayBeEmpty { get; init; }
}
