// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The limit of processes.</summary>
public sealed class PidsLimit : ConfigNode
{
    internal PidsLimit(int offset)
        : base(offset)
    {
    }

    /// <summary>How many processes and threads there may be; -1 is no limit.</summary>
    public long? Limit { get; internal set; }
}
