// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cgroups;

namespace Ocirt.Runtime;

/// <summary>What the caller says of the rights it has over cgroups.</summary>
public static class CallerRights
{
    /// <summary>
    /// Takes the caller's word, for the rest of this process: without root's rights a device program or an owner that the
    /// kernel refuses is passed over, and systemd is the user's own.
    /// </summary>
    /// <param name="isRoot">Whether it has the rights of the host's root.</param>
    public static void Assume(bool isRoot) => Delegation.AssumeUnprivileged = !isRoot;
}
