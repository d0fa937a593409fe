// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>The status of a container (runtime-spec runtime.md, State), always derived from what the kernel says.</summary>
public enum ContainerStatus
{
    /// <summary>It is being put together.</summary>
    Creating,

    /// <summary>Its first process waits for start.</summary>
    Created,

    /// <summary>Its program was executed and has not ended.</summary>
    Running,

    /// <summary>Its processes are frozen.</summary>
    Paused,

    /// <summary>Its first process has ended, or never was.</summary>
    Stopped,
}
