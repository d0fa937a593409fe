// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Stops all processes of a container, and lets them go on, by the freezer of its cgroup.</summary>
public static class ContainerPause
{
    /// <summary>Stops the processes; returns when they stand still.</summary>
    /// <exception cref="ContainerException">The container does not run, or its processes do not stop.</exception>
    public static void Pause(StateStore store, string id)
    {
        using Container container = Container.OpenLocked(store, id);
        ContainerStatus status = container.Status();
        if (status is not (ContainerStatus.Running or ContainerStatus.Created))
        {
            throw ContainerKill.NotRunning(id, status);
        }

        Explained(container, static cgroup => cgroup.Freeze());
        using ChildProcess? process = container.TryOpenProcess();
        if (process is null || (ProcessStat.TryRead(process.Pid, out ProcessStat stat) && stat.IsDying))
        {
            // ORDER: kill sends its signal and thaws then; this freezes and looks for the signal then: one of both sees the other.
            // KERNEL: in a frozen cgroup of version 1 the signal would not arrive. One that is empty stands still.
            Explained(container, static cgroup => cgroup.Thaw());
            process?.WaitForEnd(ContainerKill.DyingMilliseconds);
            throw ContainerKill.NotRunning(id, ContainerStatus.Stopped);
        }
    }

    /// <summary>Lets the processes of a paused container go on.</summary>
    /// <exception cref="ContainerException">The container is not paused, or stays frozen.</exception>
    public static void Resume(StateStore store, string id)
    {
        using Container container = Container.OpenLocked(store, id);
        ContainerStatus status = container.Status();
        if (status != ContainerStatus.Paused)
        {
            throw new ContainerException(FailureKind.Status, $"container not paused: '{id}' is {ContainerState.NameOf(status)}");
        }

        Explained(container, static cgroup => cgroup.Thaw());
    }

    private static void Explained(Container container, Action<Cgroup> change)
    {
        try
        {
            using Cgroup cgroup = container.OpenCgroup();
            change(cgroup);
        }
        catch (CgroupException refused)
        {
            throw container.Explain(refused);
        }
    }
}
