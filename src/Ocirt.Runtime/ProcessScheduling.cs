// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// Gives a process of a container its scheduling policy, I/O priority and processors (config.md, Process), from outside
/// and with the rights of the host: in a user namespace the process itself could not take a real-time policy.
/// </summary>
public static class ProcessScheduling
{
    /// <summary>Sets the policy and the I/O priority that a configuration asks for.</summary>
    /// <param name="process">The process section.</param>
    /// <param name="source">The file that the section comes from.</param>
    /// <param name="pid">The process, as this one sees it.</param>
    /// <exception cref="ContainerException">The kernel refuses one of them.</exception>
    public static void Apply(ProcessConfig process, ConfigSource source, int pid)
    {
        if (process.Scheduler is { } scheduler)
        {
            int refused = Scheduling.TrySetPolicy(pid, ToPolicy(scheduler));
            if (refused != 0)
            {
                throw Refused(source, scheduler, $"cannot set the scheduling policy {scheduler.Policy}: sched_setattr", refused, PolicyAdvice(scheduler, refused));
            }
        }

        if (process.IoPriority is { } priority)
        {
            int refused = Scheduling.TrySetIoPriority(pid, IoClass(priority.Class), priority.Priority ?? 0);
            if (refused != 0)
            {
                string advice = refused == Errno.EPERM ? " (IOPRIO_CLASS_RT needs CAP_SYS_ADMIN or CAP_SYS_NICE)" : string.Empty;
                throw Refused(source, priority, $"cannot set the I/O priority {priority.Class} {priority.Priority ?? 0}: ioprio_set", refused, advice);
            }
        }
    }

    /// <summary>Sets the processors of execCPUAffinity.initial or execCPUAffinity.final, which concern exec only.</summary>
    /// <param name="affinity">The section.</param>
    /// <param name="source">The file that the section comes from.</param>
    /// <param name="final">Which of the two: false before the process enters the cgroup, true afterwards.</param>
    /// <param name="pid">The process, as this one sees it; 0 for this one.</param>
    /// <returns>Whether the section asks for anything.</returns>
    /// <exception cref="ContainerException">The kernel refuses it.</exception>
    public static bool SetAffinity(ExecCpuAffinity affinity, ConfigSource source, bool final, int pid)
    {
        string? list = final ? affinity.Final : affinity.Initial;
        if (string.IsNullOrEmpty(list))
        {
            return false;
        }

        int refused = Scheduling.TrySetAffinity(pid, NumberList.ToMask(list));
        if (refused != 0)
        {
            string advice = refused == Errno.EINVAL ? " (none of them is online and in the cpuset)" : string.Empty;
            SourceLocation place = source.Locate(affinity, final ? "final" : "initial");
            throw Refused(source, place, $"cannot run on the processors '{list}': sched_setaffinity", refused, advice);
        }

        return true;
    }

    private static SchedulingPolicy ToPolicy(SchedulerConfig scheduler)
    {
        ulong flags = 0;
        foreach (string flag in scheduler.Flags)
        {
            flags |= flag switch
            {
                "SCHED_FLAG_RESET_ON_FORK" => Sched.SCHED_FLAG_RESET_ON_FORK,
                "SCHED_FLAG_RECLAIM" => Sched.SCHED_FLAG_RECLAIM,
                "SCHED_FLAG_DL_OVERRUN" => Sched.SCHED_FLAG_DL_OVERRUN,
                "SCHED_FLAG_KEEP_POLICY" => Sched.SCHED_FLAG_KEEP_POLICY,
                "SCHED_FLAG_KEEP_PARAMS" => Sched.SCHED_FLAG_KEEP_PARAMS,
                "SCHED_FLAG_UTIL_CLAMP_MIN" => Sched.SCHED_FLAG_UTIL_CLAMP_MIN,
                "SCHED_FLAG_UTIL_CLAMP_MAX" => Sched.SCHED_FLAG_UTIL_CLAMP_MAX,
                _ => 0,
            };
        }

        return new()
        {
            Policy = scheduler.Policy switch
            {
                "SCHED_FIFO" => Sched.SCHED_FIFO,
                "SCHED_RR" => Sched.SCHED_RR,
                "SCHED_BATCH" => Sched.SCHED_BATCH,
                "SCHED_ISO" => ReservedForIso,
                "SCHED_IDLE" => Sched.SCHED_IDLE,
                "SCHED_DEADLINE" => Sched.SCHED_DEADLINE,
                _ => Sched.SCHED_OTHER,
            },
            Flags = flags,
            Nice = scheduler.Nice ?? 0,
            Priority = (uint)(scheduler.Priority ?? 0),
            Runtime = scheduler.Runtime ?? 0,
            Deadline = scheduler.Deadline ?? 0,
            Period = scheduler.Period ?? 0,
        };
    }

    private static int IoClass(string? name) => name switch
    {
        "IOPRIO_CLASS_RT" => 1,
        "IOPRIO_CLASS_IDLE" => 3,
        _ => 2,
    };

    private static string PolicyAdvice(SchedulerConfig scheduler, int errno) => (scheduler.Policy, errno) switch
    {
        ("SCHED_ISO", _) => " (no Linux kernel has this policy)",
        ("SCHED_FIFO" or "SCHED_RR", Errno.EPERM) =>
            " (the runtime lacks CAP_SYS_NICE, or the container's cgroup has no real-time budget: give linux.resources.cpu.realtimeRuntime)",
        ("SCHED_DEADLINE", Errno.EPERM) => " (the runtime lacks CAP_SYS_NICE, or the processors of the container are only a part of the host's)",
        ("SCHED_DEADLINE", Errno.EINVAL) => " (needs 1024 <= runtime <= deadline <= period, in nanoseconds)",
        ("SCHED_DEADLINE", Errno.EBUSY) => " (the host has not enough processor time left to promise)",
        (_, Errno.EPERM) => " (a nice value below the runtime's own needs CAP_SYS_NICE)",
        _ => string.Empty,
    };

    private static ContainerException Refused(ConfigSource source, ConfigNode node, string what, int errno, string advice) =>
        Refused(source, source.Locate(node), what, errno, advice);

    private static ContainerException Refused(ConfigSource source, SourceLocation place, string what, int errno, string advice) => new(
        FailureKind.Launch,
        $"{source.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: {what}: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}{advice}");

    /// <summary>The number that linux/sched.h keeps for a policy that was never written.</summary>
    private const uint ReservedForIso = 4;
}
