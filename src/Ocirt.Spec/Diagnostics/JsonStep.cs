// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <summary>One step of a path below a node: into a field by its name, or into a list by its index.</summary>
/// <remarks>Strings and integers convert to it, so that a path reads <c>["args", 3]</c>.</remarks>
public readonly record struct JsonStep
{
    private JsonStep(string? name, int index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>The field's name, or null for a step into a list.</summary>
    public string? Name { get; }

    /// <summary>The index into a list, from 0.</summary>
    public int Index { get; }

    /// <summary>A step into a field.</summary>
    public static implicit operator JsonStep(string name) => new(name, 0);

    /// <summary>A step into a list.</summary>
    public static implicit operator JsonStep(int index) => new(null, index);

    /// <summary>A step into a field.</summary>
    public static JsonStep FromString(string name) => name;

    /// <summary>A step into a list.</summary>
    public static JsonStep FromInt32(int index) => index;
}
