// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Cgroups;

namespace Ocirt.Runtime;

/// <summary>What is written down of a container once its first process exists: the content of state.json.</summary>
public sealed record ContainerRecord
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "state.json";

    /// <summary>The version of the runtime specification that is followed.</summary>
    public const string OciVersion = "1.3.0";

    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The bundle, absolute.</summary>
    public required string Bundle { get; init; }

    /// <summary>The root filesystem, absolute.</summary>
    public required string Rootfs { get; init; }

    /// <summary>When the container was created: RFC 3339, UTC, with a fraction.</summary>
    public required string Created { get; init; }

    /// <summary>The first process.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>Where its pid counts.</summary>
    public required HostIdentity Host { get; init; }

    /// <summary>Whether the container has a pid namespace of its own, so that no process outlives the first one.</summary>
    public bool OwnsPidNamespace { get; init; }

    /// <summary>Whether its processes keep the session keyring of who starts them; then exec makes none either.</summary>
    public bool NoNewKeyring { get; init; }

    /// <summary>The host's arrangement of cgroups.</summary>
    public CgroupLayout CgroupLayout { get; init; }

    /// <summary>The container's places in the cgroup hierarchies. Which of them were made for it, the journal says.</summary>
    public IReadOnlyList<CgroupHierarchy> Cgroups { get; init; } = [];

    /// <summary>The annotations of the configuration.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];
}
