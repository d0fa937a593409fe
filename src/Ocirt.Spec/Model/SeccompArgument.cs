// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A condition on one argument of a system call.</summary>
public sealed class SeccompArgument : ConfigNode
{
    internal SeccompArgument(int offset)
        : base(offset)
    {
    }

    /// <summary>Which argument, 0 to 5.</summary>
    public uint? Index { get; internal set; }

    /// <summary>The value, or the mask for SCMP_CMP_MASKED_EQ.</summary>
    public ulong? Value { get; internal set; }

    /// <summary>The value under the mask for SCMP_CMP_MASKED_EQ.</summary>
    public ulong? ValueTwo { get; internal set; }

    /// <summary>The comparison, as in SCMP_CMP_EQ.</summary>
    public string? Op { get; internal set; }
}
