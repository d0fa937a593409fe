// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups.Systemd;

/// <summary>Which systemd makes the cgroup.</summary>
/// <param name="IsUser">Whether it is the user's own, for callers without the rights of root.</param>
/// <param name="RuntimeDirectory">$XDG_RUNTIME_DIR, where a user's listens; null for the system's.</param>
public sealed record SystemdAccess(bool IsUser, string? RuntimeDirectory)
{
    /// <summary>The system's systemd for root, and the user's own for everybody else.</summary>
    /// <param name="runtimeDirectory">$XDG_RUNTIME_DIR, or null.</param>
    /// <returns>Which one.</returns>
    public static SystemdAccess Of(string? runtimeDirectory) => Delegation.IsUnprivileged ? new(true, runtimeDirectory) : new(false, null);

    /// <summary>Connects to it.</summary>
    /// <returns>The connection.</returns>
    /// <exception cref="CgroupException">It does not answer.</exception>
    public SystemdConnection Connect() => SystemdConnection.Connect(IsUser, RuntimeDirectory);
}
