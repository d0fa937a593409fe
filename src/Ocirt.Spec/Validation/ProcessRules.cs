// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The process: what runs, where, as whom and with which limits (config.md, Process).</summary>
internal static class ProcessRules
{
    private const string LimitNames =
        "RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_DATA, RLIMIT_FSIZE, RLIMIT_LOCKS, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, "
        + "RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_RSS, RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK";

    private const string PolicyNames =
        "SCHED_OTHER, SCHED_FIFO, SCHED_RR, SCHED_BATCH, SCHED_ISO, SCHED_IDLE, SCHED_DEADLINE";

    private const string SchedulerFlagNames =
        "SCHED_FLAG_RESET_ON_FORK, SCHED_FLAG_RECLAIM, SCHED_FLAG_DL_OVERRUN, SCHED_FLAG_KEEP_POLICY, "
        + "SCHED_FLAG_KEEP_PARAMS, SCHED_FLAG_UTIL_CLAMP_MIN, SCHED_FLAG_UTIL_CLAMP_MAX";

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Process is not { } process)
        {
            return;
        }

        ValueRules.RequireAbsolute(bag, process, ["cwd"], process.Cwd, "the working directory inside the container, as in '/'");
        CheckArgs(process, bag);
        ValueRules.CheckEnv(bag, process, process.Env);
        ValueRules.CheckRange(bag, process, ["oomScoreAdj"], process.OomScoreAdj, -1000, 1000);
        if (process is { Terminal: true, ConsoleSize: { } size })
        {
            ValueRules.CheckRange(bag, size, ["height"], size.Height, 0, ushort.MaxValue);
            ValueRules.CheckRange(bag, size, ["width"], size.Width, 0, ushort.MaxValue);
        }

        CheckUser(process, bag);
        CheckLimits(process, bag);
        CapabilityRules.Check(process, bag);
        CheckScheduler(process, bag);
        CheckIoPriority(process, bag);
        if (process.ExecCpuAffinity is { } affinity)
        {
            ValueRules.CheckList(bag, affinity, "initial", affinity.Initial);
            ValueRules.CheckList(bag, affinity, "final", affinity.Final);
        }
    }

    private static void CheckArgs(ProcessConfig process, DiagnosticBag bag)
    {
        if (process.Args.Length == 0)
        {
            bag.Add(DiagnosticId.ArgsEmpty, process, ["args"]);
        }
        else
        {
            ValueRules.Require(bag, process, ["args", 0], process.Args[0], "the program to run");
        }
    }

    private static void CheckUser(ProcessConfig process, DiagnosticBag bag)
    {
        if (process.User is not { } user)
        {
            return;
        }

        // The highest number means "unchanged" to the system calls and is nobody's id.
        ValueRules.CheckRange(bag, user, ["uid"], user.Uid, 0, uint.MaxValue - 1);
        ValueRules.CheckRange(bag, user, ["gid"], user.Gid, 0, uint.MaxValue - 1);
        ValueRules.CheckRange(bag, user, ["umask"], user.Umask, 0, 511);
        for (int i = 0; i < user.AdditionalGids.Length; i++)
        {
            ValueRules.CheckRange(bag, user, ["additionalGids", i], user.AdditionalGids[i], 0, uint.MaxValue - 1);
        }
    }

    private static void CheckLimits(ProcessConfig process, DiagnosticBag bag)
    {
        uint seen = 0;
        foreach (ResourceLimit limit in process.Rlimits)
        {
            ValueRules.RequireValue(bag, limit, "soft", limit.Soft is not null, "the soft limit");
            ValueRules.RequireValue(bag, limit, "hard", limit.Hard is not null, "the hard limit");
            if (limit.Soft > limit.Hard)
            {
                bag.Add(DiagnosticId.LimitSoftAboveHard, limit, ["soft"], ValueRules.Text(limit.Soft.Value), ValueRules.Text(limit.Hard.Value));
            }

            if (!ValueRules.Require(bag, limit, ["type"], limit.Type, "the kind of limit, as in 'RLIMIT_NOFILE'"))
            {
                continue;
            }

            int? number = ResourceLimitNames.Parse(limit.Type);
            ValueRules.CheckName(bag, limit, ["type"], limit.Type, number is not null, LimitNames);
            if (number is { } known)
            {
                if ((seen & (1U << known)) != 0)
                {
                    bag.Add(DiagnosticId.LimitDuplicate, limit, ["type"], limit.Type!);
                }

                seen |= 1U << known;
            }
        }
    }

    private static void CheckScheduler(ProcessConfig process, DiagnosticBag bag)
    {
        if (process.Scheduler is not { } scheduler)
        {
            return;
        }

        bool isFifoOrRr = scheduler.Policy is "SCHED_FIFO" or "SCHED_RR";
        bool isDeadline = scheduler.Policy is "SCHED_DEADLINE";
        bool isKnown = isFifoOrRr || isDeadline
            || scheduler.Policy is "SCHED_OTHER" or "SCHED_BATCH" or "SCHED_ISO" or "SCHED_IDLE";
        ValueRules.Require(bag, scheduler, ["policy"], scheduler.Policy, "the scheduling policy, as in 'SCHED_OTHER'");
        ValueRules.CheckName(bag, scheduler, ["policy"], scheduler.Policy, isKnown, PolicyNames);
        ValueRules.CheckRange(bag, scheduler, ["nice"], scheduler.Nice, -20, 19);
        ValueRules.CheckRange(bag, scheduler, ["priority"], scheduler.Priority, isFifoOrRr ? 1 : 0, 99);
        for (int i = 0; i < scheduler.Flags.Length; i++)
        {
            ValueRules.CheckName(bag, scheduler, ["flags", i], scheduler.Flags[i], IsSchedulerFlag(scheduler.Flags[i]), SchedulerFlagNames);
        }

        if (isKnown)
        {
            CheckPolicyOf(scheduler, bag, "priority", scheduler.Priority is null or 0 || isFifoOrRr, "SCHED_FIFO or SCHED_RR");
            CheckPolicyOf(scheduler, bag, "runtime", scheduler.Runtime is null or 0 || isDeadline, "SCHED_DEADLINE");
            CheckPolicyOf(scheduler, bag, "deadline", scheduler.Deadline is null or 0 || isDeadline, "SCHED_DEADLINE");
            CheckPolicyOf(scheduler, bag, "period", scheduler.Period is null or 0 || isDeadline, "SCHED_DEADLINE");
        }
    }

    private static void CheckPolicyOf(SchedulerConfig scheduler, DiagnosticBag bag, string field, bool applies, string policy)
    {
        if (!applies)
        {
            bag.Add(DiagnosticId.SchedulerMismatch, scheduler, [field], scheduler.Policy!, policy);
        }
    }

    private static void CheckIoPriority(ProcessConfig process, DiagnosticBag bag)
    {
        if (process.IoPriority is not { } priority)
        {
            return;
        }

        bool isKnown = priority.Class is "IOPRIO_CLASS_RT" or "IOPRIO_CLASS_BE" or "IOPRIO_CLASS_IDLE";
        ValueRules.Require(bag, priority, ["class"], priority.Class, "the class, as in 'IOPRIO_CLASS_BE'");
        ValueRules.CheckName(bag, priority, ["class"], priority.Class, isKnown, "IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE");
        ValueRules.CheckRange(bag, priority, ["priority"], priority.Priority, 0, 7);
    }

    private static bool IsSchedulerFlag(string flag) => flag is
        "SCHED_FLAG_RESET_ON_FORK" or "SCHED_FLAG_RECLAIM" or "SCHED_FLAG_DL_OVERRUN" or "SCHED_FLAG_KEEP_POLICY"
        or "SCHED_FLAG_KEEP_PARAMS" or "SCHED_FLAG_UTIL_CLAMP_MIN" or "SCHED_FLAG_UTIL_CLAMP_MAX";
}
