// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One device access rule; what is null stands for all.</summary>
public sealed class DeviceRule : ConfigNode
{
    internal DeviceRule(int offset)
        : base(offset)
    {
    }

    /// <summary>Whether access is given or taken; required.</summary>
    public bool? Allow { get; internal set; }

    /// <summary>a (all), c (character) or b (block); null counts as a.</summary>
    public string? Type { get; internal set; }

    /// <summary>The major number; null or -1 means all.</summary>
    public long? Major { get; internal set; }

    /// <summary>The minor number; null or -1 means all.</summary>
    public long? Minor { get; internal set; }

    /// <summary>Letters of r (read), w (write), m (mknod); null or empty means all three.</summary>
    public string? Access { get; internal set; }
}
