// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>The kinds of namespaces, see namespaces(7).</summary>
public enum NamespaceKind
{
    /// <summary>Mount points.</summary>
    Mount,

    /// <summary>Process ids.</summary>
    Pid,

    /// <summary>Network devices, stacks and ports.</summary>
    Network,

    /// <summary>Host name and NIS domain name.</summary>
    Uts,

    /// <summary>System V IPC and POSIX message queues.</summary>
    Ipc,

    /// <summary>User and group ids and capabilities.</summary>
    User,

    /// <summary>The cgroup root directory.</summary>
    Cgroup,

    /// <summary>The boot-time and monotonic clocks.</summary>
    Time,
}
