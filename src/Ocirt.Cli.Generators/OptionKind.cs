// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Generators;

/// <summary>How the text of an option or argument becomes the value of its property.</summary>
internal enum OptionKind
{
    /// <summary>A flag: present, or followed by '=true' or '=false'.</summary>
    Switch,

    /// <summary>Any text that is not empty.</summary>
    Text,

    /// <summary>A whole number from 0 to <see cref="int.MaxValue"/>.</summary>
    Number,

    /// <summary>One of the members of an enum, written in lower case.</summary>
    Choice,

    /// <summary>Texts that collect, one for each time the option is given.</summary>
    List,
}
