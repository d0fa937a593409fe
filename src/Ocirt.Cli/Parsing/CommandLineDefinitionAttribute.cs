// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli.Parsing;

/// <summary>
/// Marks the partial class into which Ocirt.Cli.Generators writes the parser, the dispatch, the help, the manual page
/// and the completion of a command line, made from the <c>[Verb]</c>, <c>[Option]</c> and <c>[Value]</c> attributes of
/// the option classes.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CommandLineDefinitionAttribute : Attribute
{
    /// <summary>The name of the program in help and error texts.</summary>
    public required string Program { get; init; }

    /// <summary>What the program is, one line.</summary>
    public required string Summary { get; init; }

    /// <summary>The class with the options that stand before the command.</summary>
    public required Type Globals { get; init; }

    /// <summary>The classes that implement <see cref="Commands.ICommand{TOptions}"/>, in the order of the help.</summary>
    public required Type[] Commands { get; init; }
}
