// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Linux;
using Ocirt.Planning;
using Ocirt.Runtime.Hooks;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Parsing;

namespace Ocirt.Runtime;

/// <summary>Makes one sentence of the numbers that init reports, with the plan and its source map.</summary>
public static class InitFailure
{
    /// <summary>RLIMIT_NOFILE.</summary>
    private const uint NumberOfFiles = 7;

    /// <summary>Explains a failed step.</summary>
    /// <param name="launch">The plan that init worked on.</param>
    /// <param name="message">A message of kind <see cref="MessageKind.Failed"/>; nothing in it is believed.</param>
    public static ContainerException Explain(LaunchPlan launch, in InitMessage message)
    {
        if (PlanReader.Open(launch.Bytes, out PlanReader plan) != PlanFault.None || message.Step >= (uint)plan.StepCount)
        {
            return new ContainerException(FailureKind.Launch, $"init reported a failure of step {message.Step}, which the plan does not have");
        }

        int step = (int)message.Step;
        string prefix = PlaceOf(launch, step);
        if (plan.Op(step) == StepOp.RunHook)
        {
            RunHookStep hook = plan.Step<RunHookStep>(step);
            HookKind kind = launch.Sources.Find(step)?.JsonPath.Contains("startContainer", StringComparison.Ordinal) == true ? HookKind.StartContainer : HookKind.CreateContainer;
            return HookRunner.Failed(prefix, kind, (int)hook.Index, plan.Text(hook.Path), HookResult.Of(in message, DetailBytes(in message)));
        }

        return plan.Op(step) is StepOp.FindExecutable or StepOp.Exec
            ? new ContainerException(FailureKind.Program, prefix + Program(plan, step, in message))
            : new ContainerException(KindOf(plan.Op(step), message.Error), prefix + Subject(plan, step, in message) + ": " + Reason(plan, step, in message));
    }

    /// <summary>Whether a plan is for a container that runs already.</summary>
    private static bool Joins(PlanReader plan)
    {
        for (int i = 0; i < plan.StepCount; i++)
        {
            if (plan.Op(i) == StepOp.UseRoot)
            {
                return true;
            }
        }

        return false;
    }

    private static FailureKind KindOf(StepOp op, int errno) => op switch
    {
        StepOp.Clone or StepOp.EnterCgroups when errno == Errno.EBUSY => FailureKind.CgroupBusy,

        StepOp.EnterCgroups when errno is Errno.EACCES or Errno.EPERM => FailureKind.CgroupDenied,
        StepOp.Clone when errno == Errno.EACCES => FailureKind.CgroupDenied,

        // KERNEL: what clone(2) and setns(2) answer once the first process of the pid namespace ends, and a cgroup that
        // is being removed.
        StepOp.Clone when errno is Errno.ENOMEM or Errno.ENODEV => FailureKind.Ending,
        StepOp.EnterNamespace when errno == Errno.ESRCH => FailureKind.Ending,
        StepOp.EnterCgroups when errno is Errno.ENODEV or Errno.ESRCH => FailureKind.Ending,
        _ => FailureKind.Launch,
    };

    /// <summary>The place in the configuration that asked for a step, as the beginning of a message; empty when none did.</summary>
    internal static string PlaceOf(LaunchPlan launch, int step) => launch.Sources.Find(step) is { } known
        ? $"{launch.Sources.FileName}:{known.Line}:{known.Column}: {known.JsonPath}: "
        : string.Empty;

    /// <summary>Explains why a source that the runtime itself opens could not be bound, as init would.</summary>
    internal static ContainerException Explain(LaunchPlan launch, int step, SyscallNumber call, int errno, FailurePoint point)
    {
        InitMessage message = new() { Kind = MessageKind.Failed, Step = (uint)step, Call = (int)call, Error = errno, Point = point };
        return Explain(launch, in message);
    }

    private static string Subject(PlanReader plan, int step, in InitMessage message) => plan.Op(step) switch
    {
        StepOp.OpenNamespace => $"cannot join the namespace '{plan.Text(plan.Step<OpenNamespaceStep>(step).Path)}'",
        StepOp.EnterNamespace when plan.Step<EnterNamespaceStep>(step).Register == Register.FirstProcess => "cannot enter the namespaces of the container",
        StepOp.EnterNamespace => $"cannot enter the {NamespaceName(plan.Step<EnterNamespaceStep>(step).NamespaceType)} namespace",
        StepOp.SetOomScoreAdj => $"cannot set oom_score_adj to {plan.Text(plan.Step<SetOomScoreAdjStep>(step).Text)}",
        StepOp.EnterCgroups => "cannot enter the container's cgroup",
        StepOp.Clone when message.Call == (int)SyscallNumber.unshare => "cannot make the new network namespace",
        StepOp.Clone when message.Call is (int)SyscallNumber.ioctl or (int)SyscallNumber.socket => "cannot set the loopback device of the new network namespace up",
        StepOp.BorrowNetwork => "cannot enter the new network namespace",
        StepOp.Clone => Joins(plan) ? "cannot make a process in the container" : "cannot make the container's first process",
        StepOp.OpenRoot => $"cannot use the rootfs '{plan.Text(plan.Step<OpenRootStep>(step).Path)}'",
        StepOp.MountFilesystem => MountSubject(plan, plan.Step<MountFilesystemStep>(step)),
        StepOp.BindMount => $"cannot bind '{plan.Text(plan.Step<BindMountStep>(step).Source)}' to '{plan.Text(plan.Step<BindMountStep>(step).Target)}'",
        StepOp.ChangeMount => $"cannot change the mount at '/{plan.Text(plan.Step<ChangeMountStep>(step).Target).TrimStart('/')}'",
        StepOp.MakeDevice => $"cannot make the device '{plan.Text(plan.Step<MakeDeviceStep>(step).Path)}'",
        StepOp.MakeDirectory => $"cannot make the directory '{plan.Text(plan.Step<MakeDirectoryStep>(step).Path)}'",
        StepOp.MakeSymlink => $"cannot make the link '{plan.Text(plan.Step<MakeSymlinkStep>(step).Path)}'",
        StepOp.HidePath => $"cannot mask '{plan.Text(plan.Step<HidePathStep>(step).Path)}'",
        StepOp.ProtectPath => $"cannot make '{plan.Text(plan.Step<ProtectPathStep>(step).Path)}' read-only",
        StepOp.SetHostname => $"cannot set the host name '{plan.Text(plan.Step<SetHostnameStep>(step).Name)}'",
        StepOp.SetDomainname => $"cannot set the domain name '{plan.Text(plan.Step<SetDomainnameStep>(step).Name)}'",
        StepOp.WriteSysctl => $"cannot set '/proc/{plan.Text(plan.Step<WriteSysctlStep>(step).Path)}' to '{plan.Text(plan.Step<WriteSysctlStep>(step).Value)}'",
        StepOp.ChangeDirectory => $"cannot change to the working directory '{plan.Text(plan.Step<ChangeDirectoryStep>(step).Path)}'",
        StepOp.SetIds => $"cannot become user {plan.Step<SetIdsStep>(step).Uid}, group {plan.Step<SetIdsStep>(step).Gid}",
        StepOp.SetLimit => Limit(plan.Step<SetLimitStep>(step).Resource, message.Error),
        StepOp.SetLabel => Label(plan.Text(plan.Step<SetLabelStep>(step).Value), in message),
        StepOp.SetPersonality => "cannot set the execution domain",
        StepOp.SetMemoryPolicy => MemoryPolicy(message.Error),
        StepOp.JoinSessionKeyring when message.Error == Errno.EDQUOT =>
            "cannot make a session keyring, the user's quota of keys is used up (raise the sysctl kernel.keys.maxkeys, "
            + "for root kernel.keys.root_maxkeys, or use --no-new-keyring)",
        StepOp.JoinSessionKeyring => "cannot make a session keyring (--no-new-keyring keeps the caller's)",
        StepOp.LoadSeccomp => message.Error switch
        {
            Errno.EACCES => "cannot load the seccomp filter (without process.noNewPrivileges that takes CAP_SYS_ADMIN)",
            Errno.EINVAL => "cannot load the seccomp filter (the kernel does not know one of its flags or actions)",
            Errno.EBUSY => "cannot load the seccomp filter (there can be one listener, and a filter around the runtime has it)",
            _ => "cannot load the seccomp filter",
        },
        StepOp.SetDumpable => "cannot protect init from being traced",
        StepOp.Await => "cannot wait for the runtime",
        StepOp.Unshare => $"cannot make a new {NamespaceName((uint)plan.Step<UnshareStep>(step).Flags)} namespace",
        StepOp.SetTimeOffsets => "cannot set the clock offsets",
        StepOp.AdoptIds => $"cannot become user {plan.Step<AdoptIdsStep>(step).Uid}, group {plan.Step<AdoptIdsStep>(step).Gid} of the user namespace",
        StepOp.RaiseLoopback => "cannot set the loopback device of the new network namespace up",
        StepOp.NewSession => "cannot start a session",
        StepOp.SetPropagation => "cannot set the propagation of the root mount",
        StepOp.MakeParentPrivate => $"cannot make the mount above '{plan.Text(plan.Step<MakeParentPrivateStep>(step).Path)}' private",
        StepOp.PivotRoot => "cannot pivot to the rootfs (--no-pivot moves it instead)",
        StepOp.MoveRoot => "cannot move the rootfs to '/'",
        StepOp.ChangeRoot => "cannot change the root to the rootfs",
        StepOp.OpenProc => "cannot make a procfs for the kernel parameters",
        StepOp.SetUmask => "cannot set the umask",
        StepOp.SetGroups => "cannot set the supplementary groups",
        StepOp.LimitBounding => $"cannot take {Capability(in message)} out of the bounding set",
        StepOp.SetCapabilities => "cannot set the capabilities (one that this process itself lacks cannot be given)",
        StepOp.RaiseAmbient => $"cannot make {Capability(in message)} ambient",
        StepOp.ForbidNewPrivileges => "cannot set no_new_privs",
        StepOp.CloseDescriptors => "cannot close the runtime's descriptors",
        StepOp.ReopenNull => "cannot replace the host's /dev/null on the standard streams",
        StepOp.OpenTerminal => "cannot open a terminal",
        StepOp.UseRoot => "cannot open the root of the container",
        StepOp.OwnStdio => "cannot give the standard streams to the user",
        StepOp.EndOnSignals => "cannot handle signals",
        _ => $"step {step} ({plan.Op(step)})",
    };

    private static string Limit(uint resource, int error) => error switch
    {
        Errno.EPERM when resource == NumberOfFiles =>
            "the limit is above the sysctl fs.nr_open, or above this process's own hard limit, and raising that needs CAP_SYS_RESOURCE",
        Errno.EPERM => "the limit is above this process's own hard limit, and raising that needs CAP_SYS_RESOURCE",
        _ => "cannot set the limit",
    };

    private static string Label(string value, in InitMessage message)
    {
        bool isProfile = value.StartsWith("exec ", StringComparison.Ordinal) || value.StartsWith("stack ", StringComparison.Ordinal);
        string name = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return (message.Point, message.Error, isProfile) switch
        {
            (FailurePoint.Option, Errno.ENOENT, true) => $"cannot apply the AppArmor profile '{name}', which is not loaded (apparmor_parser(8) loads it)",
            (FailurePoint.Option, Errno.EACCES or Errno.EPERM, true) => $"cannot apply the AppArmor profile '{name}', the runtime's own profile does not let it change to that",
            (_, _, true) => $"cannot apply the AppArmor profile '{name}'",
            (FailurePoint.Option, Errno.EINVAL, false) => $"cannot set the SELinux label '{name}', which the policy of this host does not know",
            _ => $"cannot set the SELinux label '{name}'",
        };
    }

    private static string MemoryPolicy(int error) => error switch
    {
        Errno.EINVAL => "cannot set the memory policy (the host or the cpuset lacks a node, the mode needs nodes or takes none, or the kernel is too old for it)",
        Errno.ENOSYS => "cannot set the memory policy (the kernel has no support for NUMA)",
        _ => "cannot set the memory policy",
    };

    private static string MountSubject(PlanReader plan, MountFilesystemStep mount) =>
        $"cannot mount {plan.Text(mount.FilesystemType)} at '{plan.Text(mount.Target)}'";

    private static bool IsMountLabel(PlanReader plan, int step, string option) =>
        plan.Op(step) == StepOp.MountFilesystem
        && ((MountFlags)plan.Step<MountFilesystemStep>(step).Flags & MountFlags.MountLabel) != 0
        && option.EndsWith("context", StringComparison.Ordinal);

    private static string Reason(PlanReader plan, int step, in InitMessage message)
    {
        string detail = Detail(in message);
        string error = $"{(SyscallNumber)message.Call}: {ErrnoText.Name(message.Error)}: ";
        string words = (SyscallNumber)message.Call == SyscallNumber.openat2 ? ErrnoText.DescribeWalk(message.Error) : ErrnoText.Describe(message.Error);
        return message.Point switch
        {
            FailurePoint.CopyUp when message.Error == Errno.ESTALE => $"copying '{detail}' up: it was replaced meanwhile",
            FailurePoint.None when NamespaceFailure.Explain(plan, step, in message) is { } known => error + known,
            FailurePoint.Source when plan.Op(step) == StepOp.BindMount =>
                $"{error}source: {words}{MissingComponent(plan.Text(plan.Step<BindMountStep>(step).Source), message.Error)}",
            FailurePoint.CopyUp => detail.Length != 0 ? $"{error}copying '{detail}' up: {words}" : $"{error}tmpcopyup needs the newer mount calls: {words}",
            FailurePoint.FileAgainstDirectory => error + (message.Value != 0
                ? "the source is no directory and the target is one"
                : "the source is a directory and the target is none"),
            FailurePoint.Target => $"{error}target: {words}",
            FailurePoint.TargetParent => $"{error}'{detail}': {words}",
            FailurePoint.Option when IsMountLabel(plan, step, detail) =>
                $"{error}the label of linux.mountLabel, '{plan.Text(plan.Step<MountFilesystemStep>(step).Data).Split('"')[^2]}', is not known to the policy of this host, or this file system takes none",
            FailurePoint.Option => detail.Length != 0 ? $"{error}option '{detail}': {words}" : error + words,
            FailurePoint.Superblock or FailurePoint.Source => detail.Length != 0 ? $"{error}{words} ({Kernel(detail)})" : error + words,
            FailurePoint.Attributes when message.Error == Errno.EPERM =>
                $"{error}attributes: an option would lift a restriction of the source that its user may not lift",
            FailurePoint.Attributes => $"{error}attributes: {words}",
            FailurePoint.Attach => $"{error}target: {words}",
            FailurePoint.Propagation => $"{error}propagation: {words}",
            FailurePoint.WrongKind => message.Value == 0 ? "it is not a namespace" : $"it is a {NamespaceName((uint)message.Value)} namespace, not {Wanted(plan, step)}",
            FailurePoint.Different => "something else stands there already",
            FailurePoint.Outside => "it lies outside the root of the container",
            FailurePoint.NotReal => "must be mounted on ordinary directory, and its place is a symbolic link or lies behind one, which could lead the mount astray",
            FailurePoint.IdMap when message.Error == Errno.EINVAL => $"{error}its file system or this kernel cannot map ids",
            FailurePoint.IdMap when message.Error is Errno.ENOSYS or Errno.EPERM =>
                $"{error}id mappings: {words}: they take Linux 5.12, and a profile around the runtime that allows mount_setattr and open_tree",
            FailurePoint.IdMap => $"{error}id mappings: {words}",
            FailurePoint.NoHostDevice => $"{error}it cannot be made in a user namespace, and the host has no such device at that path to be bound instead",
            FailurePoint.Groups => $"{error}supplementary groups: {words}",
            FailurePoint.HostDevice => "/dev/null of the host is not the null device",
            FailurePoint.NotDevpts when message.Error == Errno.ENODEV => "'/dev/pts' in the container is not a devpts: mount one there",
            FailurePoint.NotDevpts => $"{error}'/dev/pts' in the container: {words}: mount a devpts there",
            FailurePoint.Console => $"{error}'/dev/console' in the container: {words}",
            FailurePoint.Shared => $"{error}without this call the rootfs must not propagate its mounts to the host: set linux.rootfsPropagation to 'slave' or 'private'",
            FailurePoint.Channel => "the answer of the runtime did not fit",
            _ => error + words,
        };
    }

    private static string Wanted(PlanReader plan, int step) =>
        "a " + NamespaceName(plan.Step<OpenNamespaceStep>(step).NamespaceType) + " namespace";

    /// <summary>Explains a failure after the container was created, when its plan is no longer at hand.</summary>
    /// <param name="read">The configuration that the plan was made from.</param>
    /// <param name="message">A message of kind <see cref="MessageKind.Failed"/>; nothing in it is believed.</param>
    public static ContainerException ExplainStart(ConfigReadResult read, in InitMessage message)
    {
        if (message.Point is FailurePoint.HookExit or FailurePoint.HookSignal or FailurePoint.HookTimeout or FailurePoint.HookExecute && read.Config is not null)
        {
            return HookRunner.Failed(read.Config, in message, DetailBytes(in message));
        }

        if (read.Config?.Process is not { Args.Length: > 0 } process)
        {
            return new ContainerException(FailureKind.Program, $"exec: {ErrnoText.Describe(message.Error)}");
        }

        SourceLocation place = read.Config.Source.Locate(process, "args", 0);
        string prefix = $"{read.Config.Source.FileName}:{place.Line}:{place.Column}: {place.JsonPath}: ";
        return new ContainerException(FailureKind.Program, prefix + Program(process.Args[0], isExec: true, in message));
    }

    private static string Program(PlanReader plan, int step, in InitMessage message)
    {
        string name = string.Empty;
        for (int i = 0; i < plan.StepCount; i++)
        {
            if (plan.Op(i) == StepOp.FindExecutable)
            {
                name = plan.Text(plan.Step<FindExecutableStep>(i).Name);
            }
        }

        return Program(name, plan.Op(step) == StepOp.Exec, in message);
    }

    private static string Program(string name, bool isExec, in InitMessage message)
    {
        string words = ErrnoText.Describe(message.Error);
        return message.Point switch
        {
            FailurePoint.NotInPath => $"exec: '{name}': executable file not found in $PATH",
            FailurePoint.IsDirectory => $"exec: '{name}': is a directory",
            _ when isExec && message.Error == Errno.ENOENT => $"exec {name}: {words}: the file is there, so its interpreter or loader is missing from the rootfs",
            _ => $"exec: '{name}': {words}",
        };
    }

    /// <summary>The first component of a path of the host that cannot be passed, where that is not the last one.</summary>
    private static string MissingComponent(string path, int errno)
    {
        if (errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES))
        {
            return string.Empty;
        }

        for (int slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            using FileDescriptor? there = FileDescriptor.TryOpen(path[..slash], Fcntl.O_PATH, out int refused);
            if (there is null)
            {
                return refused != errno ? string.Empty : $" ('{path[..slash]}' {(errno == Errno.ENOENT ? "is missing" : "cannot be entered")})";
            }

            if (!there.Stat().IsDirectory)
            {
                return $" ('{path[..slash]}' is no directory)";
            }
        }

        return string.Empty;
    }

    /// <summary>The kernel's own words: it begins each line with a level and a space.</summary>
    private static string Kernel(string detail)
    {
        string words = detail.Trim();
        return words.Length > 2 && words[1] == ' ' ? words[2..] : words;
    }

    private static string Detail(in InitMessage message)
    {
        StringBuilder text = new();
        foreach (char character in Encoding.UTF8.GetString(DetailBytes(in message)))
        {
            text.Append(char.IsControl(character) ? ' ' : character);
        }

        return text.ToString();
    }

    private static ReadOnlySpan<byte> DetailBytes(in InitMessage message) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in message, 1))
            .Slice(InitMessage.Size - InitMessage.DetailCapacity, (int)Math.Min(message.DetailLength, InitMessage.DetailCapacity));

    private static string Capability(in InitMessage message) => $"capability {message.Value}";

    internal static string NamespaceName(uint kind) => (ulong)kind switch
    {
        Sched.CLONE_NEWNS => "mount",
        Sched.CLONE_NEWPID => "pid",
        Sched.CLONE_NEWNET => "network",
        Sched.CLONE_NEWIPC => "ipc",
        Sched.CLONE_NEWUTS => "uts",
        Sched.CLONE_NEWUSER => "user",
        Sched.CLONE_NEWCGROUP => "cgroup",
        Sched.CLONE_NEWTIME => "time",
        _ => string.Create(CultureInfo.InvariantCulture, $"0x{kind:x}"),
    };
}
