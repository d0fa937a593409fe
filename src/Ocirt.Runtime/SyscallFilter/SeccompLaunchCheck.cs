// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Planning;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>
/// Finds out before the launch whether a filter stops init itself, which works under it from LoadSeccomp to exec: a
/// refused call would be reported as a riddle, a killed or notified one not at all.
/// </summary>
public static class SeccompLaunchCheck
{
    /// <summary>Refuses a plan whose filter stops a call that init makes under it.</summary>
    /// <exception cref="ContainerException">The filter stops one; the message names it.</exception>
    public static void Require(LaunchPlan launch)
    {
        if (PlanReader.Open(launch.Bytes, out PlanReader plan) != PlanFault.None)
        {
            return;
        }

        int load = 0;
        while (load < plan.StepCount && plan.Op(load) != StepOp.LoadSeccomp)
        {
            load++;
        }

        if (load == plan.StepCount)
        {
            return;
        }

        LoadSeccompStep filter = plan.Step<LoadSeccompStep>(load);
        foreach (SyscallNumber call in CallsBehind(plan, load, filter.Flags))
        {
            uint action = FilterVerdict.Of(plan.Bytes(filter.Filter), call);
            if (!LetsPass(call, action, (filter.Flags & Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0))
            {
                throw Stopped(launch, load, call, action);
            }
        }
    }

    private static List<SyscallNumber> CallsBehind(PlanReader plan, int load, uint flags)
    {
        List<SyscallNumber> calls = [];
        if ((flags & Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0)
        {
            Add(calls, [SyscallNumber.sendmsg, SyscallNumber.recvmsg, SyscallNumber.close]);
        }

        for (int step = load + 1; step < plan.StepCount; step++)
        {
            Add(calls, plan.Op(step) switch
            {
                StepOp.SetGroups => [SyscallNumber.setgroups],
                StepOp.LimitBounding or StepOp.RaiseAmbient or StepOp.ForbidNewPrivileges => [SyscallNumber.prctl],
                StepOp.SetIds => [SyscallNumber.prctl, SyscallNumber.setresgid, SyscallNumber.setresuid],
                StepOp.SetCapabilities => [SyscallNumber.capset],
                StepOp.ChangeDirectory => [SyscallNumber.chdir, SyscallNumber.getcwd],
                StepOp.FindExecutable => [SyscallNumber.statx, SyscallNumber.faccessat2],
                StepOp.Await => [SyscallNumber.sendmsg, SyscallNumber.recvmsg],
                StepOp.AcceptStart => [SyscallNumber.accept4, SyscallNumber.getsockopt, SyscallNumber.recvmsg, SyscallNumber.close],
                StepOp.RunHook =>
                [
                    SyscallNumber.lseek, SyscallNumber.pipe2, SyscallNumber.clone, SyscallNumber.setpgid, SyscallNumber.dup3, SyscallNumber.execve,
                    SyscallNumber.close, SyscallNumber.clock_gettime, SyscallNumber.ppoll, SyscallNumber.read, SyscallNumber.wait4,
                ],
                StepOp.Exec => [SyscallNumber.execve],
                _ => [],
            });
        }

        return calls;
    }

    private static void Add(List<SyscallNumber> calls, ReadOnlySpan<SyscallNumber> more)
    {
        foreach (SyscallNumber call in more)
        {
            if (!calls.Contains(call))
            {
                calls.Add(call);
            }
        }
    }

    private static bool LetsPass(SyscallNumber call, uint action, bool hasListener) =>
        (action & 0xffff0000) is Seccomp.SECCOMP_RET_ALLOW or Seccomp.SECCOMP_RET_LOG

        // The agent answers init's calls as those of the program, once it has the descriptor that sendmsg brings it.
        || (hasListener && call != SyscallNumber.sendmsg && (action & 0xffff0000) == Seccomp.SECCOMP_RET_USER_NOTIF)

        // Init does without its answer: the mode of the socket keeps others out as well.
        || (call == SyscallNumber.getsockopt && (action & 0xffff0000) == Seccomp.SECCOMP_RET_ERRNO)

        // Where the kernel is too old for this one init does without it.
        || (call == SyscallNumber.faccessat2 && action is (Seccomp.SECCOMP_RET_ERRNO | Errno.ENOSYS) or (Seccomp.SECCOMP_RET_ERRNO | Errno.EPERM));

    private static ContainerException Stopped(LaunchPlan launch, int load, SyscallNumber call, uint action)
    {
        string prefix = launch.Sources.Find(load) is { } place ? $"{launch.Sources.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: " : string.Empty;
        string what = (action & 0xffff0000) switch
        {
            Seccomp.SECCOMP_RET_ERRNO => "refuses",
            Seccomp.SECCOMP_RET_USER_NOTIF => "waits for a listener at",
            Seccomp.SECCOMP_RET_TRACE => "waits for a tracer at",
            _ => "ends the process at",
        };
        string advice = call is SyscallNumber.execve or SyscallNumber.sendmsg or SyscallNumber.recvmsg or SyscallNumber.accept4 or SyscallNumber.close
            ? "allow it"
            : "allow it, or set process.noNewPrivileges, with which the filter comes into force later";
        return new(FailureKind.Config, $"{prefix}the filter {what} '{call}', which the launch itself needs under it: {advice}");
    }
}
