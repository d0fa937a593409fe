// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Planning;

/// <summary>What the command line and the runtime decide about a launch.</summary>
public sealed record LaunchOptions
{
    /// <summary>The container's id; names the session keyring.</summary>
    public required string ContainerId { get; init; }

    /// <summary>Whether the root is moved instead of pivoted, for hosts whose root is an initramfs.</summary>
    public bool NoPivot { get; init; }

    /// <summary>Whether the container gets a session keyring of its own.</summary>
    public bool NewKeyring { get; init; } = true;

    /// <summary>How many descriptors from 3 on the program keeps.</summary>
    public int PreservedDescriptors { get; init; }

    /// <summary>Whether what the terminal shows goes to a pipe or file, where newlines stay newlines.</summary>
    public bool HasPlainNewlines { get; init; }

    /// <summary>Variables that the runtime adds to those of the process, each NAME=VALUE.</summary>
    public string[] Environment { get; init; } = [];

    /// <summary>Whether the program waits for start; false for run.</summary>
    public bool WaitForStart { get; init; }

    /// <summary>The size of the terminal when the caller's own counts, or null for that of the configuration.</summary>
    public TerminalSize? TerminalSize { get; init; }

    /// <summary>Whether init stores when each step ended.</summary>
    public bool Trace { get; init; }

    /// <summary>The system call filter, an array of struct sock_filter; empty for none.</summary>
    public ReadOnlyMemory<byte> SeccompFilter { get; init; }

    /// <summary>The SECCOMP_FILTER_FLAG_* flags of the filter.</summary>
    public uint SeccompFlags { get; init; }
}
