// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>What asked for a step: a place in the text, then a field, then an element of it.</summary>
/// <param name="Offset">The byte position, or -1 when nothing in the configuration asked.</param>
/// <param name="Field">The field of the object there, or null for the object itself.</param>
/// <param name="Index">The element of the field, or -1 for the field itself.</param>
internal readonly record struct StepOrigin(int Offset, string? Field, int Index)
{
    /// <summary>Nothing in the configuration.</summary>
    public static StepOrigin None => new(-1, null, -1);
}
