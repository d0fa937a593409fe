// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cli.Generators;

/// <summary>An option or a positional argument, read from a property and its attribute.</summary>
internal sealed class OptionModel
{
    /// <summary>The property that holds the value.</summary>
    public string Property { get; set; } = "";

    /// <summary>The long name without dashes; empty for a positional argument.</summary>
    public string LongName { get; set; } = "";

    /// <summary>The one-letter name, or empty.</summary>
    public string ShortName { get; set; } = "";

    /// <summary>The place of a positional argument, counted from 0; -1 for an option.</summary>
    public int Index { get; set; } = -1;

    /// <summary>The word that stands for the value in the help.</summary>
    public string MetaName { get; set; } = "";

    /// <summary>What the option does, one line.</summary>
    public string Help { get; set; } = "";

    /// <summary>The default as a C# literal, or null.</summary>
    public string? DefaultLiteral { get; set; }

    /// <summary>The default as the help shows it, or null.</summary>
    public string? DefaultText { get; set; }

    /// <summary>Whether a missing argument is an error.</summary>
    public bool Required { get; set; }

    /// <summary>Whether the help leaves it out.</summary>
    public bool Hidden { get; set; }

    /// <summary>Whether it is known and refused.</summary>
    public bool Unsupported { get; set; }

    /// <summary>Whether an empty text is a value.</summary>
    public bool MayBeEmpty { get; set; }

    /// <summary>How the text is converted.</summary>
    public OptionKind Kind { get; set; }

    /// <summary>The values of a <see cref="OptionKind.Choice"/>.</summary>
    public List<ChoiceModel> Choices { get; } = [];

    /// <summary>Whether the property must be set when the object is made.</summary>
    public bool MustInitialise { get; set; }
}
