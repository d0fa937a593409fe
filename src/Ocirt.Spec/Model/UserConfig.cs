// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>Who a process runs as, in ids of the container's user namespace.</summary>
public sealed class UserConfig : ConfigNode
{
    internal UserConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The user id; null counts as 0.</summary>
    public uint? Uid { get; internal set; }

    /// <summary>The group id; null counts as 0.</summary>
    public uint? Gid { get; internal set; }

    /// <summary>The file mode creation mask, 0 to 0777; null means the runtime's default.</summary>
    public uint? Umask { get; internal set; }

    /// <summary>The supplementary groups.</summary>
    public uint[] AdditionalGids { get; internal set; } = [];

    /// <summary>A name for other platforms; has no meaning on Linux.</summary>
    public string? Username { get; internal set; }
}
