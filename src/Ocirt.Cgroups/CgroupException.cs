// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cgroups;

/// <summary>A cgroup cannot be made, limited or removed as asked. The message names the field or the file, and why.</summary>
public sealed class CgroupException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="message">One sentence.</param>
    public CgroupException(string message)
        : base(message)
    {
    }
}
