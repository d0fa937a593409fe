// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>What the kernel's error numbers mean when namespaces are made or joined; clone3(2) and setns(2) give few hints.</summary>
internal static class NamespaceFailure
{
    /// <summary>Words for a failed step, or null when the number speaks for itself.</summary>
    internal static string? Explain(PlanReader plan, int step, in InitMessage message) => plan.Op(step) switch
    {
        StepOp.Clone => Cloned(plan, plan.Step<CloneStep>(step).Flags, message.Error),
        StepOp.EnterNamespace => Entered(plan.Step<EnterNamespaceStep>(step).NamespaceType, message.Error),
        StepOp.Unshare => Made(plan.Step<UnshareStep>(step).Flags, message.Error),
        StepOp.SetTimeOffsets when message.Error == Errno.ERANGE => "an offset would set the clock before its beginning, or too far ahead",
        StepOp.AdoptIds when message.Error == Errno.EINVAL => "the user namespace does not map it",
        StepOp.SetGroups when message.Error == Errno.EINVAL => "the user namespace does not map one of them",
        StepOp.SetGroups when message.Error == Errno.EPERM => "the user namespace denies setgroups",
        StepOp.SetIds when message.Error == Errno.EINVAL => "the user namespace does not map it",
        _ => null,
    };

    private static string? Cloned(PlanReader plan, ulong flags, int errno)
    {
        if (errno == Errno.ENOMEM && Joins(plan, Sched.CLONE_NEWPID))
        {
            return "the pid namespace has no init, its first process has ended";
        }

        if (errno == Errno.EACCES)
        {
            return "the caller may not move processes into the container's cgroup, their common cgroup is not delegated to it (Delegate=yes in its unit)";
        }

        return errno == Errno.EBUSY
            ? "the cgroup has others with controllers below it, and takes no process itself (cgroups(7), no internal processes)"
            : Made(flags, errno);
    }

    private static string? Made(ulong flags, int errno) => errno switch
    {
        Errno.ENOSPC => "too many namespaces, or nested too deep (sysctl user.max_*_namespaces)",
        Errno.EPERM when (flags & Sched.CLONE_NEWUSER) != 0 =>
            "the host forbids user namespaces (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), or a chroot is in force",
        Errno.EPERM => "new namespaces need CAP_SYS_ADMIN, or a user namespace of the container's own",
        Errno.EINVAL => "this kernel lacks one of the namespaces",
        _ => null,
    };

    private static string? Entered(uint kind, int errno) => errno switch
    {
        Errno.EINVAL when kind == Sched.CLONE_NEWUSER => "it is the user namespace that the runtime itself is in",
        Errno.EPERM => "it belongs to a user namespace in which neither the runtime nor the container has CAP_SYS_ADMIN",
        _ => null,
    };

    private static bool Joins(PlanReader plan, ulong kind)
    {
        for (int i = 0; i < plan.StepCount; i++)
        {
            if (plan.Op(i) == StepOp.EnterNamespace && plan.Step<EnterNamespaceStep>(i).NamespaceType == kind)
            {
                return true;
            }
        }

        return false;
    }
}
