// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The size of a terminal, in characters.</summary>
public sealed class ConsoleSize : ConfigNode
{
    internal ConsoleSize(int offset)
        : base(offset)
    {
    }

    /// <summary>Rows.</summary>
    public uint? Height { get; internal set; }

    /// <summary>Columns.</summary>
    public uint? Width { get; internal set; }
}
