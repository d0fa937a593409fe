// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A host network device that moves into the container.</summary>
public sealed class NetDeviceConfig : ConfigNode
{
    internal NetDeviceConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The name on the host.</summary>
    public string HostName { get; internal set; } = "";

    /// <summary>The name inside the container; null keeps the host's name.</summary>
    public string? Name { get; internal set; }
}
