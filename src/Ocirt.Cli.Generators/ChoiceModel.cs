// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Generators;

/// <summary>One value of an option that takes one of a fixed set.</summary>
internal sealed class ChoiceModel(string text, string member, bool unsupported)
{
    /// <summary>The value as it is written on the command line.</summary>
    public string Text { get; } = text;

    /// <summary>The enum member, fully qualified.</summary>
    public string Member { get; } = member;

    /// <summary>Whether the value is known and refused.</summary>
    public bool Unsupported { get; } = unsupported;
}
