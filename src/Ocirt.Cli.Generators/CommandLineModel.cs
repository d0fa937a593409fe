// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Cli.Generators;

/// <summary>Everything that one definition class declares.</summary>
internal sealed class CommandLineModel
{
    /// <summary>The namespace of the definition class.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The name of the definition class.</summary>
    public string ClassName { get; set; } = "";

    /// <summary>The name of the program.</summary>
    public string Program { get; set; } = "";

    /// <summary>One line about the program.</summary>
    public string Summary { get; set; } = "";

    /// <summary>The options before the command.</summary>
    public CommandModel Globals { get; set; } = new();

    /// <summary>The commands in the order of declaration.</summary>
    public List<CommandModel> Commands { get; } = [];

    /// <summary>What is wrong with the declarations; nothing is generated unless this is empty.</summary>
    public List<string> Problems { get; } = [];
}
