// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Linux;

/// <summary>A seccomp profile cannot be compiled. The message names the field below <c>linux.seccomp</c>, and why.</summary>
public sealed class SeccompException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="message">One sentence.</param>
    public SeccompException(string message)
        : base(message)
    {
    }
}
