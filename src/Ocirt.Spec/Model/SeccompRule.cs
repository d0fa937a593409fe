// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One rule of a system call filter.</summary>
public sealed class SeccompRule : ConfigNode
{
    internal SeccompRule(int offset)
        : base(offset)
    {
    }

    /// <summary>The system calls.</summary>
    public string[] Names { get; internal set; } = [];

    /// <summary>What happens to them, as in SCMP_ACT_ALLOW.</summary>
    public string? Action { get; internal set; }

    /// <summary>The error number or trace message of the action; null means EPERM.</summary>
    public uint? ErrnoRet { get; internal set; }

    /// <summary>Conditions on arguments; all must hold.</summary>
    public SeccompArgument[] Args { get; internal set; } = [];
}
