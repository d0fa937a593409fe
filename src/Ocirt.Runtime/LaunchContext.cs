// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Runtime.Hooks;

namespace Ocirt.Runtime;

/// <summary>What a launcher needs beside the plan.</summary>
public sealed record LaunchContext
{
    /// <summary>The user of the container's program, whose home directory init asks for.</summary>
    public required uint Uid { get; init; }

    /// <summary>How many descriptors from 3 on the program keeps.</summary>
    public int PreservedDescriptors { get; init; }

    /// <summary>The pidfd of the container's first process, whose namespaces are joined; null when a container is made.</summary>
    public FileDescriptor? FirstProcess { get; init; }

    /// <summary>Called with the pid of init before it gets its plan, for what all that it makes inherits.</summary>
    public Action<int> OnInit { get; init; } = static _ => { };

    /// <summary>Called with the container's first process, before anything of it is seen outside its own namespaces.</summary>
    public required Action<ChildProcess> OnSpawned { get; init; }

    /// <summary>Makes the socket on which a created container waits for start; null when it does not wait.</summary>
    public Func<FileDescriptor>? MakeStartSocket { get; init; }

    /// <summary>Mounts the root of a container that has the runtime's own mount namespace; null when a container is joined.</summary>
    public Func<FileDescriptor>? AttachRoot { get; init; }

    /// <summary>The root of the container's first process, when the plan stops at <see cref="LateSlot.FirstRoot"/>.</summary>
    public FileDescriptor? FirstRoot { get; init; }

    /// <summary>Whether the container that is joined may be paused, and init stand still until it is resumed.</summary>
    public bool WaitsForResume { get; init; }

    /// <summary>The signals that interrupt the launch, or null.</summary>
    public SignalFd? Interrupts { get; init; }

    /// <summary>Called with the pid of the container's first process when its plan stops at <see cref="LateSlot.Scheduling"/>.</summary>
    public Action<int> Schedule { get; init; } = static _ => { };

    /// <summary>Called with the pid of the container's first process when its plan stops at <see cref="LateSlot.NetworkDevices"/>.</summary>
    public Action<int>? MoveDevices { get; init; }

    /// <summary>Called with the master of the terminal, when the plan opens one; closed afterwards. Nothing about it is believed.</summary>
    public Action<FileDescriptor>? OnTerminal { get; init; }

    /// <summary>The hooks, or null when there are none.</summary>
    public LaunchHooks? Hooks { get; init; }

    /// <summary>Called with the listener of a filter and the pid of the process that it is for, when the filter notifies; closed afterwards.</summary>
    public Action<FileDescriptor, int>? OnListener { get; init; }

    /// <summary>Where the time goes, or null.</summary>
    public LaunchTrace? Trace { get; init; }
}
