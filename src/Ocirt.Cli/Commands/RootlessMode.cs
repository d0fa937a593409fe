// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Parsing;

namespace Ocirt.Cli.Commands;

/// <summary>Whether ocirt must do without the privileges of root.</summary>
internal enum RootlessMode
{
    /// <summary>As the effective user says.</summary>
    Auto,

    /// <summary>Even when called by root.</summary>
    [Unsupported]
    True,

    /// <summary>Never.</summary>
    False,
}
