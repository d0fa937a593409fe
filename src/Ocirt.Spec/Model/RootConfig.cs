// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The root filesystem of a container (config.md, Root).</summary>
public sealed class RootConfig : ConfigNode
{
    internal RootConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The directory, absolute or relative to the bundle.</summary>
    public string? Path { get; internal set; }

    /// <summary>Whether the root filesystem is read-only inside the container.</summary>
    public bool? Readonly { get; internal set; }
}
