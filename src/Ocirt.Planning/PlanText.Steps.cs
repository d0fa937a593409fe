// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Planning.Compilers;

namespace Ocirt.Planning;

/// <content>The name and the arguments of each step.</content>
public static partial class PlanText
{
    private static void AppendStep(StringBuilder text, PlanReader plan, int step)
    {
        (string name, string? arguments) = Describe(plan, step);
        text.Append(name);
        if (arguments is not null)
        {
            text.Append(' ', Math.Max(1, NameWidth + 1 - name.Length)).Append(arguments);
        }
    }

    /// <summary>The short name of a step and its arguments; null for a step without any.</summary>
    internal static (string Name, string? Arguments) Describe(PlanReader plan, int step) => plan.Op(step) switch
    {
        StepOp.MountFilesystem => ("mount", Mounted(plan, plan.Step<MountFilesystemStep>(step))),
        StepOp.BindMount => ("bind", Bound(plan, plan.Step<BindMountStep>(step))),
        StepOp.ChangeMount => ("change-mount", Changed(plan, plan.Step<ChangeMountStep>(step))),
        StepOp.MakeDevice => ("device", Device(plan, plan.Step<MakeDeviceStep>(step))),
        StepOp.MakeDirectory => ("mkdir", Word(plan.Text(plan.Step<MakeDirectoryStep>(step).Path))),
        StepOp.MakeSymlink => ("symlink", Link(plan, plan.Step<MakeSymlinkStep>(step))),
        StepOp.HidePath => ("hide", Word(plan.Text(plan.Step<HidePathStep>(step).Path))),
        StepOp.ProtectPath => ("protect", Word(plan.Text(plan.Step<ProtectPathStep>(step).Path))),
        StepOp.OpenRoot => ("open-root", Word(plan.Text(plan.Step<OpenRootStep>(step).Path))),
        StepOp.MakeParentPrivate => ("parent-private", Word(plan.Text(plan.Step<MakeParentPrivateStep>(step).Path))),
        StepOp.SetPropagation => ("propagation", FlagText.Propagation(plan.Step<SetPropagationStep>(step).Flags)),
        StepOp.PivotRoot => ("pivot-root", null),
        StepOp.MoveRoot => ("move-root", null),
        StepOp.ChangeRoot => ("change-root", null),
        StepOp.OpenProc => ("open-proc", null),
        StepOp.WriteSysctl => ("sysctl", Parameter(plan, plan.Step<WriteSysctlStep>(step))),
        StepOp.SetHostname => ("hostname", Word(plan.Text(plan.Step<SetHostnameStep>(step).Name))),
        StepOp.SetDomainname => ("domainname", Word(plan.Text(plan.Step<SetDomainnameStep>(step).Name))),
        _ => ProcessStep(plan, step),
    };

    private static (string Name, string? Arguments) ProcessStep(PlanReader plan, int step) => plan.Op(step) switch
    {
        StepOp.OpenNamespace => ("open-ns", Namespace(plan, plan.Step<OpenNamespaceStep>(step))),
        StepOp.EnterNamespace => ("enter-ns", Entered(plan.Step<EnterNamespaceStep>(step))),
        StepOp.SetTimeOffsets => ("time-offsets", plan.Text(plan.Step<SetTimeOffsetsStep>(step).Text).TrimEnd('\n').Replace("\n", ", ", StringComparison.Ordinal)),
        StepOp.AdoptIds => ("adopt-ids", Adopted(plan.Step<AdoptIdsStep>(step))),
        StepOp.RaiseLoopback => ("loopback", "up"),
        StepOp.BorrowNetwork => ("borrow", "network"),
        StepOp.SetOomScoreAdj => ("oom-score-adj", plan.Text(plan.Step<SetOomScoreAdjStep>(step).Text)),
        StepOp.EnterCgroups => ("enter-cgroups", Number(plan.Step<EnterCgroupsStep>(step).Count)),
        StepOp.Clone => ("clone", Cloned(plan.Step<CloneStep>(step))),
        StepOp.Unshare => ("unshare", FlagText.Namespaces(plan.Step<UnshareStep>(step).Flags)),
        StepOp.Await => (plan.Step<AwaitStep>(step).Part == (uint)AwaitPart.Question ? "ask" : "await", Awaited(plan, plan.Step<AwaitStep>(step))),
        StepOp.NewSession => ("new-session", null),
        StepOp.JoinSessionKeyring => ("keyring", Word(plan.Text(plan.Step<JoinSessionKeyringStep>(step).Name))),
        StepOp.SetDumpable => ("dumpable", Number(plan.Step<SetDumpableStep>(step).Value)),
        StepOp.ReopenNull => ("reopen-null", null),
        StepOp.OwnStdio => ("own-stdio", Number(plan.Step<OwnStdioStep>(step).Uid)),
        StepOp.SetLimit => ("limit", Limit(plan.Step<SetLimitStep>(step))),
        StepOp.SetUmask => ("umask", FlagText.Octal(plan.Step<SetUmaskStep>(step).Mask)),
        StepOp.ChangeDirectory => ("chdir", Directory(plan, plan.Step<ChangeDirectoryStep>(step))),
        StepOp.SetGroups => ("groups", Groups(plan, plan.Step<SetGroupsStep>(step))),
        StepOp.SetIds => ("ids", Ids(plan.Step<SetIdsStep>(step))),
        StepOp.LimitBounding => ("bounding", FlagText.Capabilities(plan.Step<LimitBoundingStep>(step).Keep)),
        StepOp.SetCapabilities => ("capabilities", Capabilities(plan.Step<SetCapabilitiesStep>(step))),
        StepOp.RaiseAmbient => ("ambient", FlagText.Capabilities(plan.Step<RaiseAmbientStep>(step).Set)),
        StepOp.ForbidNewPrivileges => ("no-new-privs", null),
        StepOp.LoadSeccomp => ("seccomp", Filter(plan, plan.Step<LoadSeccompStep>(step))),
        StepOp.CloseDescriptors => ("close-from", Number(plan.Step<CloseDescriptorsStep>(step).First)),
        StepOp.FindExecutable => ("find-program", Program(plan, plan.Step<FindExecutableStep>(step))),
        StepOp.SetLabel => ("label", $"{plan.Text(plan.Step<SetLabelStep>(step).Path)} = {Word(plan.Text(plan.Step<SetLabelStep>(step).Value))}"),
        StepOp.RunHook => ("hook", Hook(plan, plan.Step<RunHookStep>(step))),
        StepOp.SetPersonality => ("personality", plan.Step<SetPersonalityStep>(step).Domain == 0 ? "linux" : "linux32"),
        StepOp.SetMemoryPolicy => ("memory-policy", MemoryPolicy(plan, plan.Step<SetMemoryPolicyStep>(step))),
        StepOp.EndOnSignals => ("end-on-signals", FlagText.Signals(plan.Step<EndOnSignalsStep>(step).Signals)),
        StepOp.AcceptStart => ("accept-start", null),
        StepOp.Exec => ("exec", Executed(plan, plan.Step<ExecStep>(step))),
        StepOp.OpenTerminal => ("terminal", Terminal(plan, plan.Step<OpenTerminalStep>(step))),
        StepOp.UseRoot => ("use-root", null),
        StepOp other => (other.ToString(), null),
    };

    private static string Mounted(PlanReader plan, in MountFilesystemStep step)
    {
        string source = step.Source.Length == 0 ? "none" : Word(plan.Text(step.Source));
        string options = FlagText.Join(
            FlagText.Attributes(step.Attributes),
            FlagText.Superblock(step.ClassicFlags, Options(plan, step.Options)),
            FlagText.Word(plan.Text(step.Data)),
            FlagText.Propagation(step.Propagation));
        return $"{source} on {Word(plan.Text(step.Target))} ({Word(plan.Text(step.FilesystemType))}){Tail(options, step.Flags)}";
    }

    private static string Bound(PlanReader plan, in BindMountStep step)
    {
        string source = Word(plan.Text(step.Source));
        string options = FlagText.Join(
            FlagText.Attributes(step.AttrSet),
            FlagText.Cleared(step.AttrClear, step.AttrSet),
            FlagText.Tree(FlagText.Attributes(step.TreeAttrSet)),
            FlagText.Tree(FlagText.Cleared(step.TreeAttrClear, step.TreeAttrSet)),
            FlagText.Propagation(step.Propagation));
        return $"{source} on {Word(plan.Text(step.Target))}{Tail(options, step.Flags)}";
    }

    private static string Changed(PlanReader plan, in ChangeMountStep step)
    {
        string options = FlagText.Join(FlagText.Attributes(step.AttrSet), FlagText.Cleared(step.AttrClear, step.AttrSet));
        string target = step.Target.Length == 0 ? "/" : Word(plan.Text(step.Target));
        return $"{target}{Tail(options, step.Flags)}";
    }

    private static string Tail(string options, uint flags)
    {
        string how = FlagText.Mount((MountFlags)flags);
        return (options.Length == 0 ? "" : " " + options) + (how.Length == 0 ? "" : " " + how);
    }

    private static string Device(PlanReader plan, in MakeDeviceStep step) =>
        $"{Word(plan.Text(step.Path))} {FlagText.FileType(step.Mode)} {step.Major}:{step.Minor} {FlagText.Octal(step.Mode & 0xFFF)} {step.Uid}:{step.Gid}";

    private static string Link(PlanReader plan, in MakeSymlinkStep step) =>
        $"{Word(plan.Text(step.Path))} -> {Word(plan.Text(step.Target))}";

    private static string Parameter(PlanReader plan, in WriteSysctlStep step) =>
        $"{Word(plan.Text(step.Path))} = {Word(plan.Text(step.Value))}";

    private static string Namespace(PlanReader plan, in OpenNamespaceStep step) =>
        $"{FlagText.Namespaces(step.NamespaceType)} {Word(plan.Text(step.Path))}";

    private static string Cloned(in CloneStep step)
    {
        string flags = step.Flags == 0 ? "no new namespaces" : FlagText.Namespaces(step.Flags);
        string place = step.CgroupRegister == Register.None ? "" : " into the cgroup";
        return flags + place + (step.LendsNetwork == 0 ? "" : " lending network");
    }

    private static string Awaited(PlanReader plan, in AwaitStep step)
    {
        string slot = (LateSlot)step.Slot switch
        {
            LateSlot.Cgroups => $"cgroups ({step.MaxDescriptors})",
            LateSlot.Go => "go",
            LateSlot.Home => "home",
            LateSlot.Start => "start",
            LateSlot.Scheduling => "scheduling",
            LateSlot.Trees => "sources",
            LateSlot.Place => "source",
            LateSlot.IdMap => "id-map",
            LateSlot.MappedTree => "mapped tree",
            LateSlot.NetworkDevices => "network devices",
            LateSlot.FirstProcess => "first process",
            LateSlot.FirstRoot => "first root",
            LateSlot.RuntimeHooks => "hooks",
            LateSlot.SeccompListener => "listener",
            LateSlot.CreateContainerState => "state for createContainer",
            LateSlot.StartContainerState => "state for startContainer",
            _ => Number(step.Slot),
        };
        return step.Offer.Length == 0 ? slot : $"{slot}, offering {Word(plan.Text(step.Offer))}";
    }

    private static string Entered(in EnterNamespaceStep step) =>
        FlagText.Namespaces(step.NamespaceType) + (EnterFlags)step.Flags switch
        {
            EnterFlags.Tentative => " tentative",
            EnterFlags.Again => " again",
            _ => "",
        };

    private static string Adopted(in AdoptIdsStep step) => $"{step.Uid}:{step.Gid}{(step.KeepGroups != 0 ? " keeping the groups" : "")}";

    private static string Limit(in SetLimitStep step) => step.RaiseOnly != 0
        ? $"{ResourceNumbers.NameOf(step.Resource)} hard at least {FlagText.Limit(step.Hard)}"
        : $"{ResourceNumbers.NameOf(step.Resource)} {FlagText.Limit(step.Soft)} {FlagText.Limit(step.Hard)}";

    private static string Hook(PlanReader plan, in RunHookStep step)
    {
        string timeout = step.Timeout == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", at most {step.Timeout} s");
        return $"{Word(plan.Text(step.Path))} ({plan.Table(step.Arguments).Count} arguments, {plan.Table(step.Environment).Count} variables{timeout})";
    }

    private static string MemoryPolicy(PlanReader plan, in SetMemoryPolicyStep step)
    {
        string mode = string.Create(CultureInfo.InvariantCulture, $"0x{step.Mode:x}");
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(plan.Bytes(step.Nodes));
        var nodes = new StringBuilder();
        for (int node = 0; node < words.Length * 64; node++)
        {
            if ((words[node / 64] >> (node % 64) & 1) != 0)
            {
                nodes.Append(nodes.Length == 0 ? " nodes " : ",").Append(node);
            }
        }

        return mode + nodes;
    }

    private static string Directory(PlanReader plan, in ChangeDirectoryStep step)
    {
        var flags = (DirectoryFlags)step.Flags;
        string create = (flags & DirectoryFlags.Create) != 0 ? " create" : "";
        string tentative = (flags & DirectoryFlags.Tentative) != 0 ? " tentative" : "";
        return Word(plan.Text(step.Path)) + create + tentative + ((flags & DirectoryFlags.UnlessDone) != 0 ? " unless-done" : "");
    }

    private static string Groups(PlanReader plan, in SetGroupsStep step)
    {
        ReadOnlySpan<uint> groups = MemoryMarshal.Cast<byte, uint>(plan.Bytes(step.Groups));
        if (groups.IsEmpty)
        {
            return "none";
        }

        var text = new StringBuilder();
        foreach (uint group in groups)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(group);
        }

        return text.ToString();
    }

    private static string Ids(in SetIdsStep step) => $"{step.Uid}:{step.Gid}";

    private static string Capabilities(in SetCapabilitiesStep step)
    {
        string effective = FlagText.Capabilities(step.Effective);
        string permitted = step.Permitted == step.Effective ? "same" : FlagText.Capabilities(step.Permitted);
        return $"effective {effective}; permitted {permitted}; inheritable {FlagText.Capabilities(step.Inheritable)}";
    }

    private static string Filter(PlanReader plan, in LoadSeccompStep step) =>
        string.Create(CultureInfo.InvariantCulture, $"{plan.Bytes(step.Filter).Length / 8} instructions, flags 0x{step.Flags:x}");

    private static string Program(PlanReader plan, in FindExecutableStep step) =>
        $"{Word(plan.Text(step.Name))} in {Word(plan.Text(step.SearchPath))}";

    private static string Executed(PlanReader plan, in ExecStep step)
    {
        var text = new StringBuilder();
        foreach (string argument in plan.Table(step.Arguments))
        {
            text.Append(Word(argument)).Append(' ');
        }

        return text.Append(CultureInfo.InvariantCulture, $"({plan.Table(step.Environment).Count} variables)").ToString();
    }

    private static string Terminal(PlanReader plan, in OpenTerminalStep step)
    {
        string size = (step.Rows | step.Columns) == 0 ? "" : $"{step.Columns}x{step.Rows}";
        string place = step.Console.Length == 0 ? "" : $" on {Word(plan.Text(step.Console))}";
        string flags = ((TerminalFlags)step.Flags & TerminalFlags.PlainNewlines) != 0 ? " plain newlines" : "";
        return (size + place + flags).TrimStart();
    }

    private static List<string> Options(PlanReader plan, BlobRef reference)
    {
        var keys = new List<string>();
        string[] parts = Encoding.UTF8.GetString(plan.Bytes(reference)).Split('\0');
        for (int i = 0; i < parts.Length - 1; i++)
        {
            bool hasValue = parts[i].StartsWith('s');
            keys.Add(parts[i][1..]);
            i += hasValue ? 1 : 0;
        }

        return keys;
    }

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
