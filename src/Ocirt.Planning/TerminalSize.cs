// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>The size of a terminal, in characters; both 0 when it is not known.</summary>
/// <param name="Rows">Lines.</param>
/// <param name="Columns">Characters in a line.</param>
public readonly record struct TerminalSize(ushort Rows, ushort Columns);
