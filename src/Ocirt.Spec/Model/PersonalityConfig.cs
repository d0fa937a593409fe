// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>An execution domain, see personality(2).</summary>
public sealed class PersonalityConfig : ConfigNode
{
    internal PersonalityConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>LINUX or LINUX32.</summary>
    public string? Domain { get; internal set; }

    /// <summary>Flags; the specification defines none yet.</summary>
    public string[] Flags { get; internal set; } = [];
}
