// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>What <see cref="ContainerExec"/> is asked for.</summary>
public sealed record ExecRequest
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where the state of containers is kept.</summary>
    public required StateStore Store { get; init; }

    /// <summary>The file with the process section, or null when the container's own is changed.</summary>
    public string? ProcessFile { get; init; }

    /// <summary>What is changed about the container's own process; ids come from <see cref="User"/>.</summary>
    public required ProcessOverrides Overrides { get; init; }

    /// <summary>The user and group, as numbers or as names that the container knows, or null.</summary>
    public string? User { get; init; }

    /// <summary>The cgroups below the container's own, each PATH or CONTROLLERS:PATH.</summary>
    public string[] Cgroups { get; init; } = [];

    /// <summary>Whether a paused container is entered; the process starts when it is resumed.</summary>
    public bool IgnorePaused { get; init; }

    /// <summary>Whether the command returns while the process runs.</summary>
    public bool Detach { get; init; }

    /// <summary>Where the pid is written, or null.</summary>
    public string? PidFile { get; init; }

    /// <summary>The socket that receives the terminal, or null.</summary>
    public string? ConsoleSocket { get; init; }

    /// <summary>The socket that receives a pidfd of the process, or null.</summary>
    public string? PidfdSocket { get; init; }

    /// <summary>How many descriptors from 3 on the process keeps.</summary>
    public int PreservedDescriptors { get; init; }

    /// <summary>Called for each finding in the process file.</summary>
    public required Action<Diagnostic> OnFinding { get; init; }
}
