// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>A system call filter (config-linux.md, Seccomp).</summary>
public sealed class SeccompConfig : ConfigNode
{
    internal SeccompConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>What happens to a call that no rule names.</summary>
    public string? DefaultAction { get; internal set; }

    /// <summary>The error number or trace message of the default action; null means EPERM.</summary>
    public uint? DefaultErrnoRet { get; internal set; }

    /// <summary>The architectures beside the native one, as in SCMP_ARCH_X86_64.</summary>
    public string[] Architectures { get; internal set; } = [];

    /// <summary>Filter flags, as in SECCOMP_FILTER_FLAG_LOG.</summary>
    public string[] Flags { get; internal set; } = [];

    /// <summary>The unix socket that receives the notify descriptor.</summary>
    public string? ListenerPath { get; internal set; }

    /// <summary>Text handed over with that descriptor.</summary>
    public string? ListenerMetadata { get; internal set; }

    /// <summary>The rules.</summary>
    public SeccompRule[] Syscalls { get; internal set; } = [];
}
