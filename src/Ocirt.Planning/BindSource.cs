// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>The source of a bind mount that the runtime opens with the host's rights, because init lacks them.</summary>
/// <param name="Path">The path, absolute.</param>
/// <param name="Step">The index of the step that mounts it; names it in messages.</param>
/// <param name="Recursive">Whether the mounts below it come along.</param>
/// <param name="Follows">Whether a link at its end is followed.</param>
/// <param name="Maps">The id mappings that its mount gets, or null.</param>
/// <param name="MapsTree">Whether the mounts below it get them too.</param>
public sealed record BindSource(string Path, int Step, bool Recursive, bool Follows, IdMaps? Maps, bool MapsTree);
