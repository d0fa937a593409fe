// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>What kept an operation from being carried out. A closed list: every failure is one of these.</summary>
public enum FailureKind
{
    /// <summary>The bundle or one of its files cannot be read.</summary>
    Bundle,

    /// <summary>The configuration has errors; the findings are listed before the message.</summary>
    Config,

    /// <summary>The id is malformed.</summary>
    Id,

    /// <summary>A container with the id exists already.</summary>
    InUse,

    /// <summary>There is no container with the id.</summary>
    NotFound,

    /// <summary>The status of the container does not allow the operation.</summary>
    Status,

    /// <summary>The state directory cannot be used.</summary>
    State,

    /// <summary>The host lacks something that every container needs.</summary>
    Host,

    /// <summary>A step of the launch failed inside the container.</summary>
    Launch,

    /// <summary>The program of the container cannot be executed.</summary>
    Program,

    /// <summary>A terminal, a socket for it and the way of running do not go together.</summary>
    Terminal,

    /// <summary>A descriptor that the container is to get is not open.</summary>
    Descriptors,

    /// <summary>A cgroup that a process is to enter is not there, or not the container's.</summary>
    Cgroup,

    /// <summary>A cgroup of version 2 takes no process, because it has cgroups below it that are given controllers.</summary>
    CgroupBusy,

    /// <summary>A cgroup takes no process from this caller, who may not write to it or to what it has in common with his own.</summary>
    CgroupDenied,

    /// <summary>A container that is entered may be about to end: the kernel makes no process in it any more.</summary>
    Ending,

    /// <summary>A user or group is not known in the container.</summary>
    Account,

    /// <summary>A signal asked the runtime to give up.</summary>
    Interrupted,

    /// <summary>A hook failed.</summary>
    Hook,
}
