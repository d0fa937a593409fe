// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <summary>A place in config.json.</summary>
/// <param name="JsonPath">The path from the root, as in <c>mounts[3].destination</c>; empty for the root itself.</param>
/// <param name="ByteOffset">The byte position, from 0.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct SourceLocation(string JsonPath, int ByteOffset, int Line, int Column);
