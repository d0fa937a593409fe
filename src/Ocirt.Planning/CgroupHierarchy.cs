// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning;

/// <summary>One mounted cgroup hierarchy of a host with version 1 or both versions.</summary>
/// <param name="Names">
/// The controllers, as in <c>cpu,cpuacct</c>, or <c>name=systemd</c> for a hierarchy without any; empty for version 2.
/// </param>
/// <param name="MountPoint">Where the host has it; the last component is its name inside the container.</param>
/// <param name="ContainerPath">The container's cgroup in it, from its root, as in <c>/ocirt/web</c>.</param>
public sealed record CgroupHierarchy(string Names, string MountPoint, string ContainerPath);
