// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Linux;

/// <summary>A D-Bus call that was answered with an error, or not at all.</summary>
public sealed class BusException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="name">The name of the error, such as <c>org.freedesktop.systemd1.UnitExists</c>.</param>
    /// <param name="message">What the peer says about it.</param>
    public BusException(string name, string message)
        : base(message)
    {
        Name = name;
    }

    /// <summary>The name of the error.</summary>
    public string Name { get; }
}
