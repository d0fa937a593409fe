// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups;

/// <summary>One hierarchy of the host.</summary>
/// <param name="Name">The controllers as the kernel lists them, <c>name=...</c>, or empty for cgroup v2.</param>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="OwnPath">The cgroup of this process in it; starts with '/'.</param>
public sealed record HostHierarchy(string Name, string MountPoint, string OwnPath);
