// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli.Commands;

/// <summary>Whether ocirt does without root's rights over cgroups: a refusal is passed over, and systemd is the user's own.</summary>
internal enum RootlessMode
{
    /// <summary>As the effective user and the user namespace say.</summary>
    Auto,

    /// <summary>Even when called by root.</summary>
    True,

    /// <summary>Never.</summary>
    False,
}
