// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>An operation that could not be carried out. The message is one line, complete by itself.</summary>
public sealed class ContainerException : Exception
{
    /// <summary>Makes a failure of a kind.</summary>
    public ContainerException(FailureKind kind, string message)
        : base(message)
    {
        Kind = kind;
    }

    private ContainerException(int signal)
        : base($"interrupted by {SignalName.Of(signal)}, nothing of the container is left")
    {
        Kind = FailureKind.Interrupted;
        Signal = signal;
    }

    /// <summary>The signal that interrupted the operation; 0 for every other kind of failure.</summary>
    public int Signal { get; }

    /// <summary>Makes the failure of an operation that a signal interrupted.</summary>
    public static ContainerException Interrupted(int signal) => new(signal);

    /// <summary>The kind of failure.</summary>
    public FailureKind Kind { get; }
}
