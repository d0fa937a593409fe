// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One resource limit, see setrlimit(2).</summary>
public sealed class ResourceLimit : ConfigNode
{
    internal ResourceLimit(int offset)
        : base(offset)
    {
    }

    /// <summary>The resource, as in RLIMIT_NOFILE.</summary>
    public string? Type { get; internal set; }

    /// <summary>The limit that is enforced; 18446744073709551615 is RLIM_INFINITY.</summary>
    public ulong? Soft { get; internal set; }

    /// <summary>The ceiling for the soft limit; 18446744073709551615 is RLIM_INFINITY.</summary>
    public ulong? Hard { get; internal set; }
}
