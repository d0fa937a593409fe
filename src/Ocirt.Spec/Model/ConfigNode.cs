// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>An object of config.json, which knows where it was read.</summary>
public abstract class ConfigNode
{
    private protected ConfigNode(int offset)
    {
        Offset = offset;
    }

    /// <summary>The byte position of the object's first character in the file.</summary>
    /// <remarks>Turn it into a path and a line with <see cref="Diagnostics.ConfigSource"/>.</remarks>
    public int Offset { get; }
}
