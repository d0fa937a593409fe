// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime.Host;

/// <summary>How a host does in one respect.</summary>
public enum HostStatus
{
    /// <summary>There, and used.</summary>
    Good,

    /// <summary>Missing, and something else takes its place, or only some containers need it.</summary>
    Limited,

    /// <summary>Missing, and no container can do without it.</summary>
    Missing,
}
