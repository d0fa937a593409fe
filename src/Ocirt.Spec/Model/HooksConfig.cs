// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The hooks of a container, by the point at which they run (config.md, POSIX-platform Hooks).</summary>
public sealed class HooksConfig : ConfigNode
{
    internal HooksConfig(int offset)
        : base(offset)
    {
    }

    /// <summary>Run with createRuntime's, before them; deprecated by the specification.</summary>
    public HookConfig[] Prestart { get; internal set; } = [];

    /// <summary>Run in the runtime's namespace, before the root filesystem is entered.</summary>
    public HookConfig[] CreateRuntime { get; internal set; } = [];

    /// <summary>Run in the container's namespaces, before the root filesystem is entered.</summary>
    public HookConfig[] CreateContainer { get; internal set; } = [];

    /// <summary>Run inside the container, before its process.</summary>
    public HookConfig[] StartContainer { get; internal set; } = [];

    /// <summary>Run in the runtime's namespace, after the process was started.</summary>
    public HookConfig[] Poststart { get; internal set; } = [];

    /// <summary>Run in the runtime's namespace, after the container was deleted.</summary>
    public HookConfig[] Poststop { get; internal set; } = [];
}
