// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Cgroups.Stats;
using Ocirt.Linux;
using Ocirt.Runtime.Resctrl;

namespace Ocirt.Runtime;

/// <summary>What happens to a container, as lines of JSON in the form of runc's <c>events</c>: statistics, and the OOM killer.</summary>
public static class ContainerEvents
{
    /// <summary>Shows the statistics once.</summary>
    /// <param name="store">Where the state is.</param>
    /// <param name="id">The container.</param>
    /// <param name="write">Gets each line.</param>
    /// <exception cref="ContainerException">The container does not run, or a file cannot be read.</exception>
    public static void ShowStatistics(StateStore store, string id, ReadOnlySpanAction<byte, string> write)
    {
        using Container container = Container.Open(store, id);
        RequireRunning(container);
        using Cgroup cgroup = container.OpenCgroup();
        ResctrlGroup? resctrl = FindResctrl(container);
        Explained(container, () => WriteStatistics(cgroup, resctrl, id, write));
    }

    /// <summary>Shows statistics at intervals, and each visit of the OOM killer, until the container ends.</summary>
    /// <param name="store">Where the state is.</param>
    /// <param name="id">The container.</param>
    /// <param name="intervalMilliseconds">The time between two statistics.</param>
    /// <param name="write">Gets each line.</param>
    /// <returns>0, or the signal that ended it first.</returns>
    /// <exception cref="ContainerException">The container does not run, or a file cannot be read.</exception>
    public static int Follow(StateStore store, string id, int intervalMilliseconds, ReadOnlySpanAction<byte, string> write)
    {
        using Container container = Container.Open(store, id);
        RequireRunning(container);
        using ChildProcess process = container.TryOpenProcess() ?? throw NotRunning(id);
        using Cgroup cgroup = container.OpenCgroup();
        ResctrlGroup? resctrl = FindResctrl(container);
        OomWatch? watch = null;
        Explained(container, () => watch = OomWatch.Open(cgroup));
        using OomWatch? oom = watch;
        using SignalFd signals = SignalFd.Create(SignalSet.Of(Signal.SIGINT, Signal.SIGTERM, Signal.SIGHUP));
        Span<PollEntry> entries = stackalloc PollEntry[3];
        long next = MonotonicClock.Nanoseconds() + (intervalMilliseconds * 1_000_000L);
        while (true)
        {
            entries[0] = new PollEntry(process.Descriptor.Value, Poll.POLLIN);
            entries[1] = new PollEntry(signals.Descriptor.Value, Poll.POLLIN);
            entries[2] = new PollEntry(oom?.Descriptor.Value ?? -1, oom is { IsFile: true } ? Poll.POLLPRI : Poll.POLLIN);
            long left = Math.Max(0, (next - MonotonicClock.Nanoseconds() + 999_999) / 1_000_000);
            Polling.Wait(entries, (int)left);
            if (oom is not null && (entries[2].Returned != 0 || entries[0].Returned != 0) && oom.Take())
            {
                WriteEvent(id, write);
            }

            if (entries[1].Returned != 0 && signals.TryRead(out SignalInformation signal))
            {
                return signal.Signal;
            }

            if (entries[0].Returned != 0)
            {
                return 0;
            }

            if (MonotonicClock.Nanoseconds() >= next)
            {
                if (process.WaitForEnd(0))
                {
                    return 0;
                }

                Explained(container, () => WriteStatistics(cgroup, resctrl, id, write));
                next += intervalMilliseconds * 1_000_000L;
            }
        }
    }

    private static void RequireRunning(Container container)
    {
        if (container.Status() == ContainerStatus.Stopped)
        {
            throw NotRunning(container.Id);
        }
    }

    private static ContainerException NotRunning(string id) =>
        new(FailureKind.Status, $"container not running: '{id}' has ended, nothing happens to it any more");

    private static void Explained(Container container, Action look)
    {
        try
        {
            look();
        }
        catch (CgroupException) when (container.Status() == ContainerStatus.Stopped)
        {
            throw NotRunning(container.Id);
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <summary>The group of resctrl, when the container has one and resctrl is still there.</summary>
    private static ResctrlGroup? FindResctrl(Container container)
    {
        try
        {
            return ResctrlGroup.Of(ExecProcess.ReadSaved(container), container.Id);
        }
        catch (ContainerException)
        {
            return null;
        }
    }

    private static void WriteStatistics(Cgroup cgroup, ResctrlGroup? resctrl, string id, ReadOnlySpanAction<byte, string> write)
    {
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "stats"u8);
            json.WriteString("id"u8, id);
            json.WritePropertyName("data"u8);
            StatisticsJson.Write(json, cgroup, resctrl is null ? null : writer => ResctrlStatistics.Write(writer, resctrl));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        write(buffer.WrittenSpan, id);
    }

    private static void WriteEvent(string id, ReadOnlySpanAction<byte, string> write)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "oom"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        write(buffer.WrittenSpan, id);
    }
}
