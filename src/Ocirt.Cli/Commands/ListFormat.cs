// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Commands;

/// <summary>How a list is written.</summary>
internal enum ListFormat
{
    /// <summary>Columns for people.</summary>
    Table,

    /// <summary>JSON for programs.</summary>
    Json,
}
