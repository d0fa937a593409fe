// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cli.Generators;

/// <summary>A command with its options and arguments; the global options are a command without a name.</summary>
internal sealed class CommandModel
{
    /// <summary>The word on the command line; empty for the global options.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name of the member in the generated enum.</summary>
    public string Member { get; set; } = "";

    /// <summary>What the command does, one line.</summary>
    public string Help { get; set; } = "";

    /// <summary>Whether the list of commands leaves it out.</summary>
    public bool Hidden { get; set; }

    /// <summary>The option class, fully qualified.</summary>
    public string OptionsType { get; set; } = "";

    /// <summary>The class that carries the command out, fully qualified.</summary>
    public string CommandType { get; set; } = "";

    /// <summary>The options in the order of declaration.</summary>
    public List<OptionModel> Options { get; } = [];

    /// <summary>The positional arguments by index.</summary>
    public List<OptionModel> Arguments { get; } = [];

    /// <summary>Whether options end at the first positional argument, because the rest belongs to someone else.</summary>
    public bool StopsAtFirstArgument => Arguments.Count > 0 && Arguments[Arguments.Count - 1].Kind == OptionKind.List;
}
