// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Sends a signal to a container (runtime-spec runtime.md, Kill).</summary>
public static class ContainerKill
{
    /// <summary>How long the end of a process that is dying is waited for, in milliseconds.</summary>
    internal const int DyingMilliseconds = 2000;

    /// <summary>How long the end of a killed process is waited for before its cgroup is thawed once more, in milliseconds.</summary>
    private const int ThawInterval = 500;

    /// <summary>Sends a signal to the first process, or to every process.</summary>
    /// <param name="store">Where the container is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="signal">The signal; 0 only asks whether the first process is there.</param>
    /// <param name="all">
    /// Whether every process gets it. SIGKILL goes to all in any case when the container has no pid namespace of its own,
    /// since the end of the first process does not end the others then.
    /// </param>
    /// <remarks>That a container has ended is no error with <paramref name="all"/>, as with runc: none of its processes is left.</remarks>
    /// <exception cref="ContainerException">There is no process to send it to.</exception>
    public static void Execute(StateStore store, string id, int signal, bool all)
    {
        using Container container = Container.Open(store, id);
        bool everyone = signal != 0 && (all || (signal == Signal.SIGKILL && container.Record is { OwnsPidNamespace: false }));
        bool isSent = everyone ? SignalAll(container, signal) : SignalFirst(container, signal);
        if (isSent || (all && container.Status() == ContainerStatus.Stopped))
        {
            return;
        }

        throw NotRunning(id, container.Status());
    }

    /// <summary>The error for an operation on a container that does not run.</summary>
    internal static ContainerException NotRunning(string id, ContainerStatus status) =>
        new(FailureKind.Status, $"container not running: '{id}' is {ContainerState.NameOf(status)}");

    /// <summary>Ends every process of a container, by its first one and, where that is not enough, by its cgroup.</summary>
    /// <param name="container">The container.</param>
    /// <param name="timeoutMilliseconds">How long the first process may take to end.</param>
    /// <exception cref="ContainerException">The first process does not end.</exception>
    internal static void End(Container container, int timeoutMilliseconds = 10_000)
    {
        using ChildProcess? process = container.TryOpenProcess();
        if (process is null)
        {
            return;
        }

        process.TrySignal(Signal.SIGKILL);
        long deadline = MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L);
        do
        {
            // Again and again: others may freeze it meanwhile.
            Thaw(container, process.Pid);
            if (process.WaitForEnd(ThawInterval))
            {
                return;
            }
        }
        while (MonotonicClock.Nanoseconds() < deadline);

        throw new ContainerException(
            FailureKind.Host,
            $"container '{container.Id}': its first process, pid {process.Pid}, was killed and has not ended within {timeoutMilliseconds / 1000} s (its state in /proc/{process.Pid}/stat says what it waits for)");
    }

    private static bool SignalFirst(Container container, int signal)
    {
        container.Status();
        using ChildProcess? process = container.TryOpenProcess();
        if (process is null)
        {
            return false;
        }

        if (!process.TrySignal(signal))
        {
            return false;
        }

        if (signal == Signal.SIGKILL)
        {
            Thaw(container, process.Pid);
        }

        return true;
    }

    private static bool SignalAll(Container container, int signal)
    {
        bool isRunning = container.Status() != ContainerStatus.Stopped;
        try
        {
            using Cgroup cgroup = container.OpenCgroup();
            bool hasProcesses = cgroup.Processes().Count != 0;
            if (hasProcesses)
            {
                cgroup.SignalAll(signal);
            }

            // A first process that was moved to another cgroup is meant all the same.
            bool isFirstLeft = isRunning && (!hasProcesses || signal == Signal.SIGKILL) && SignalFirst(container, signal);
            return hasProcesses || isFirstLeft;
        }
        catch (CgroupException refused)
        {
            throw container.Explain(refused);
        }
    }

    /// <summary>KERNEL: a process in a frozen cgroup of version 1 does not even die.</summary>
    private static void Thaw(Container container, int pid)
    {
        try
        {
            using Cgroup cgroup = container.OpenCgroup();
            if (cgroup.IsFrozen)
            {
                cgroup.Thaw();
            }

            cgroup.TakeBack(pid);
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }
}
