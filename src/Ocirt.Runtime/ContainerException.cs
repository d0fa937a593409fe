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

    private ContainerException(int signal, string outcome)
        : base($"interrupted by {SignalName.Of(signal)}, {outcome}")
    {
        Kind = FailureKind.Interrupted;
        Signal = signal;
    }

    /// <summary>The signal that interrupted the operation; 0 for every other kind of failure.</summary>
    public int Signal { get; }

    /// <summary>Makes the failure of a creation that a signal interrupted.</summary>
    public static ContainerException Interrupted(int signal) => new(signal, "nothing of the container is left");

    /// <summary>Makes the failure of an exec that a signal interrupted: the container goes on.</summary>
    public static ContainerException ExecInterrupted(int signal) => new(signal, "the process was not started");

    /// <summary>The kind of failure.</summary>
    public FailureKind Kind { get; }
}
