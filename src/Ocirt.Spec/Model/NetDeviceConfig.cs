// SPDX-License-Identifier: Apache-2.0

using System;

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

    /// <summary>The name that it gets inside: the host's, or the one that is given, which may be a template.</summary>
    public string NameInside => string.IsNullOrEmpty(Name) ? HostName : Name;

    /// <summary>Whether the name inside has one '%d' in it, for a number that the kernel chooses.</summary>
    public bool HasTemplate =>
        Name is not null && Name.IndexOf('%', StringComparison.Ordinal) is int place and >= 0
        && Name.AsSpan(place).StartsWith("%d") && Name.LastIndexOf('%') == place;
}
