// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>An object of config.json, which knows where it was read.</summary>
public abstract class ConfigNode
{
    /// <summary>The offset of an object that was not read from the file.</summary>
    public const int NoPlace = -1;

    private protected ConfigNode(int offset)
    {
        Offset = offset;
    }

    /// <summary>The byte position of the object's first character in the file.</summary>
    /// <remarks>Turn it into a path and a line with <see cref="Diagnostics.ConfigSource"/>.</remarks>
    public int Offset { get; }
}
