// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One namespace to make or to join.</summary>
public sealed class NamespaceConfig : ConfigNode
{
    internal NamespaceConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The type: mount, pid, network, uts, ipc, user, cgroup or time.</summary>
    public string? Type { get; internal set; }

    /// <summary>The namespace file to join; null or empty makes a new one.</summary>
    public string? Path { get; internal set; }

    /// <summary>What <see cref="Type"/> means, or null when it is none of the known types.</summary>
    public NamespaceKind? Kind => NamespaceKinds.Parse(Type);

    /// <summary>Whether an existing namespace is joined instead of making a new one.</summary>
    public bool IsJoined => !string.IsNullOrEmpty(Path);
}
