// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Runtime;

/// <summary>What <see cref="ContainerCreation"/> and <see cref="ContainerRun"/> are asked for.</summary>
public sealed record LaunchRequest
{
    /// <summary>The bundle's directory.</summary>
    public required string BundlePath { get; init; }

    /// <summary>The configuration, relative to the current directory; null for config.json of the bundle.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where the state of containers is kept; null when nothing is launched.</summary>
    public StateStore? Store { get; init; }

    /// <summary>Where the pid is written, or null.</summary>
    public string? PidFile { get; init; }

    /// <summary>The socket that receives the terminal, or null.</summary>
    public string? ConsoleSocket { get; init; }

    /// <summary>The socket that receives a pidfd of the container's first process, or null.</summary>
    public string? PidfdSocket { get; init; }

    /// <summary>How many descriptors from 3 on the container keeps.</summary>
    public int PreservedDescriptors { get; init; }

    /// <summary>Whether the root is moved instead of pivoted.</summary>
    public bool NoPivot { get; init; }

    /// <summary>Whether the container keeps the caller's session keyring.</summary>
    public bool NoNewKeyring { get; init; }

    /// <summary>Whether run returns while the container runs.</summary>
    public bool Detach { get; init; }

    /// <summary>Whether the container's state stays after it has ended.</summary>
    public bool Keep { get; init; }

    /// <summary>Who makes the cgroup.</summary>
    public CgroupDriver CgroupDriver { get; init; }

    /// <summary>Where the time goes, or null.</summary>
    public LaunchTrace? Trace { get; init; }

    /// <summary>Called with each warning that is no finding in the configuration.</summary>
    public Action<string> OnWarning { get; init; } = static _ => { };

    /// <summary>Called for each finding in the configuration, errors and warnings, before anything else happens.</summary>
    public required Action<Diagnostic> OnFinding { get; init; }
}
