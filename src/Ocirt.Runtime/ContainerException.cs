// SPDX-License-Identifier: Apache-2.0

using System;

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

    /// <summary>The kind of failure.</summary>
    public FailureKind Kind { get; }
}
