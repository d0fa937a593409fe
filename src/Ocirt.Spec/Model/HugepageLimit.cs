// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The limit of one huge page size.</summary>
public sealed class HugepageLimit : ConfigNode
{
    internal HugepageLimit(int offset)
        : base(offset)
    {
    }

    /// <summary>The page size, as in 2MB or 1GB.</summary>
    public string? PageSize { get; internal set; }

    /// <summary>The limit in bytes.</summary>
    public ulong? Limit { get; internal set; }
}
