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
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Runtime;

/// <summary>Makes one sentence of the numbers that init reports, with the plan and its source map.</summary>
public static class InitFailure
{
    /// <summary>Explains a failed step.</summary>
    /// <param name="plan">The plan that init worked on.</param>
    /// <param name="message">A message of kind <see cref="MessageKind.Failed"/>; nothing in it is believed.</param>
    public static ContainerException Explain(LaunchPlan plan, in InitMessage message)
    {
        if (!StepView.TryFind(plan.Bytes, message.Step, out StepView step))
        {
            return new ContainerException(FailureKind.Launch, $"init reported a failure of step {message.Step}, which the plan does not have");
        }

        SourceLocation? place = plan.Sources.Find((int)message.Step);
        string prefix = place is { } known ? $"{plan.Sources.FileName}:{known.Line}:{known.Column}: {known.JsonPath}: " : string.Empty;
        if (step.Op is StepOp.FindExecutable or StepOp.Exec)
        {
            return new ContainerException(FailureKind.Program, prefix + Program(step, plan, in message));
        }

        return new ContainerException(FailureKind.Launch, prefix + Subject(step) + ": " + Reason(step, in message));
    }

    private static string Subject(StepView step) => step.Op switch
    {
        StepOp.OpenNamespace => $"cannot join the namespace '{step.Text(step.Read<OpenNamespaceStep>().Path)}'",
        StepOp.EnterNamespace => $"cannot enter the {NamespaceName(step.Read<EnterNamespaceStep>().NamespaceType)} namespace",
        StepOp.SetOomScoreAdj => $"cannot set oom_score_adj to {step.Text(step.Read<SetOomScoreAdjStep>().Text)}",
        StepOp.EnterCgroups => "cannot enter the container's cgroup",
        StepOp.Clone => "cannot make the container's first process",
        StepOp.OpenRoot => $"cannot use the rootfs '{step.Text(step.Read<OpenRootStep>().Path)}'",
        StepOp.MountFilesystem => MountSubject(step, step.Read<MountFilesystemStep>()),
        StepOp.BindMount => $"cannot bind '{step.Text(step.Read<BindMountStep>().Source)}' to '{step.Text(step.Read<BindMountStep>().Target)}'",
        StepOp.ChangeMount => $"cannot change the mount at '/{step.Text(step.Read<ChangeMountStep>().Target).TrimStart('/')}'",
        StepOp.MakeDevice => $"cannot make the device '{step.Text(step.Read<MakeDeviceStep>().Path)}'",
        StepOp.MakeSymlink => $"cannot make the link '{step.Text(step.Read<MakeSymlinkStep>().Path)}'",
        StepOp.HidePath => $"cannot mask '{step.Text(step.Read<HidePathStep>().Path)}'",
        StepOp.ProtectPath => $"cannot make '{step.Text(step.Read<ProtectPathStep>().Path)}' read-only",
        StepOp.SetHostname => $"cannot set the host name '{step.Text(step.Read<SetHostnameStep>().Name)}'",
        StepOp.SetDomainname => $"cannot set the domain name '{step.Text(step.Read<SetDomainnameStep>().Name)}'",
        StepOp.WriteSysctl => $"cannot set '/proc/{step.Text(step.Read<WriteSysctlStep>().Path)}' to '{step.Text(step.Read<WriteSysctlStep>().Value)}'",
        StepOp.ChangeDirectory => $"cannot change to the working directory '{step.Text(step.Read<ChangeDirectoryStep>().Path)}'",
        StepOp.SetIds => $"cannot become user {step.Read<SetIdsStep>().Uid}, group {step.Read<SetIdsStep>().Gid}",
        StepOp.SetLimit => $"cannot set the resource limit {step.Read<SetLimitStep>().Resource}",
        StepOp.JoinSessionKeyring => "cannot make a session keyring (--no-new-keyring keeps the caller's)",
        StepOp.LoadSeccomp => "cannot load the seccomp filter",
        _ => step.Op.ToString(),
    };

    private static string MountSubject(StepView step, MountFilesystemStep mount) =>
        $"cannot mount {step.Text(mount.FilesystemType)} at '{step.Text(mount.Target)}'";

    private static string Reason(StepView step, in InitMessage message)
    {
        string detail = Detail(in message);
        string error = $"{(SyscallNumber)message.Call}: {ErrnoText.Name(message.Error)}: ";
        string words = ErrnoText.Describe(message.Error);
        return message.Point switch
        {
            FailurePoint.Source when step.Op == StepOp.BindMount => $"{error}source: {words}",
            FailurePoint.Target => $"{error}target: {words}",
            FailurePoint.TargetParent => $"{error}'{detail}': {words}",
            FailurePoint.Option => detail.Length != 0 ? $"{error}option '{detail}': {words}" : error + words,
            FailurePoint.Superblock or FailurePoint.Source => detail.Length != 0 ? $"{error}{words} ({Kernel(detail)})" : error + words,
            FailurePoint.Attributes => $"{error}attributes: {words}",
            FailurePoint.Attach => $"{error}target: {words}",
            FailurePoint.Propagation => $"{error}propagation: {words}",
            FailurePoint.WrongKind => message.Value == 0 ? "it is not a namespace" : $"it is a {NamespaceName((uint)message.Value)} namespace, not {Wanted(step)}",
            FailurePoint.Different => "something else stands there already",
            FailurePoint.Outside => "it lies outside the root of the container",
            FailurePoint.NotReal => "its place is a symbolic link or lies behind one, which could lead the mount astray",
            FailurePoint.HostDevice => "/dev/null of the host is not the null device",
            FailurePoint.Channel => "the answer of the runtime did not fit",
            _ => error + words,
        };
    }

    private static string Wanted(StepView step) =>
        "a " + NamespaceName(step.Read<OpenNamespaceStep>().NamespaceType) + " namespace";

    private static string Program(StepView step, LaunchPlan plan, in InitMessage message)
    {
        string name = string.Empty;
        for (uint index = 0; StepView.TryFind(plan.Bytes, index, out StepView other); index++)
        {
            if (other.Op == StepOp.FindExecutable)
            {
                name = other.Text(other.Read<FindExecutableStep>().Name);
            }
        }

        if (message.Point == FailurePoint.NotInPath)
        {
            return $"exec: '{name}': executable file not found in $PATH";
        }

        if (message.Point == FailurePoint.IsDirectory)
        {
            return $"exec: '{name}': is a directory";
        }

        string words = ErrnoText.Describe(message.Error);
        return step.Op == StepOp.Exec && message.Error == Errno.ENOENT
            ? $"exec: '{name}': {words}: the file is there, so its interpreter or loader is missing from the rootfs"
            : $"exec: '{name}': {words}";
    }

    /// <summary>The kernel's own words: it begins each line with a level and a space.</summary>
    private static string Kernel(string detail)
    {
        string words = detail.Trim();
        return words.Length > 2 && words[1] == ' ' ? words[2..] : words;
    }

    private static string Detail(in InitMessage message)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in message, 1))[(InitMessage.Size - InitMessage.DetailCapacity)..];
        int length = (int)Math.Min(message.DetailLength, InitMessage.DetailCapacity);
        StringBuilder text = new();
        foreach (char character in Encoding.UTF8.GetString(bytes[..length]))
        {
            text.Append(char.IsControl(character) ? ' ' : character);
        }

        return text.ToString();
    }

    private static string NamespaceName(uint kind) => (ulong)kind switch
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
