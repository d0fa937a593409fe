// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime.Hooks;

/// <summary>When a hook runs (config.md, POSIX-platform Hooks).</summary>
public enum HookKind
{
    /// <summary>As createRuntime, before it; deprecated by the specification.</summary>
    Prestart,

    /// <summary>In create, in the runtime's namespaces, before the root is entered.</summary>
    CreateRuntime,

    /// <summary>In create, in the container's namespaces, before the root is entered.</summary>
    CreateContainer,

    /// <summary>In start, in the container, before its process.</summary>
    StartContainer,

    /// <summary>In start, in the runtime's namespaces, after the process was executed.</summary>
    Poststart,

    /// <summary>In delete, in the runtime's namespaces, after everything was removed.</summary>
    Poststop,
}
