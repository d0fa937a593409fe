// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One hook: a program that is told the container's state on its standard input.</summary>
public sealed class HookConfig : ConfigNode
{
    internal HookConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>The program, an absolute path.</summary>
    public string? Path { get; internal set; }

    /// <summary>Its whole argument list, args[0] included; empty means the path alone.</summary>
    public string[] Args { get; internal set; } = [];

    /// <summary>Its environment, each entry KEY=VALUE; null when none is given, so that the one of its caller counts.</summary>
    public string[]? Env { get; internal set; }

    /// <summary>Seconds after which the hook is ended; null means no limit.</summary>
    public long? Timeout { get; internal set; }
}
