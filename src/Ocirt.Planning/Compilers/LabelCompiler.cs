// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Labels of AppArmor and SELinux: of the process, of its keyring, of what is mounted.</summary>
internal static class LabelCompiler
{
    private const string Unconfined = "unconfined";

    /// <summary>Reports labels of a security module that this host does not have.</summary>
    public static void CheckHost(PlanDraft draft)
    {
        ProcessConfig? process = draft.Config.Process;
        if (process is not null && ApparmorProfile(draft, process) is string profile && draft.Host.SecurityModule != SecurityModule.AppArmor)
        {
            draft.Findings.Add(DiagnosticId.ApparmorMissing, process, ["apparmorProfile"], ValueText.Quote(profile));
        }

        if (process is not null && !string.IsNullOrEmpty(process.SelinuxLabel) && draft.Host.SecurityModule != SecurityModule.Selinux)
        {
            draft.Findings.Add(DiagnosticId.SelinuxMissing, process, ["selinuxLabel"], ValueText.Quote(process.SelinuxLabel));
        }

        if (draft.Linux is { } linux && !string.IsNullOrEmpty(linux.MountLabel) && draft.Host.SecurityModule != SecurityModule.Selinux)
        {
            draft.Findings.Add(DiagnosticId.SelinuxMissing, linux, ["mountLabel"], ValueText.Quote(linux.MountLabel));
        }
    }

    /// <summary>The label of keys that the process will make, before its session keyring.</summary>
    public static void CompileKeyring(PlanDraft draft)
    {
        if (draft.Options.NewKeyring && draft.Config.Process is { } process && !string.IsNullOrEmpty(process.SelinuxLabel))
        {
            draft.From(process, "selinuxLabel");
            draft.OpenProc();
            Set(draft, "self/attr/keycreate", string.Empty, process.SelinuxLabel);
        }
    }

    /// <summary>The label that the program gets with exec.</summary>
    public static void CompileExec(PlanDraft draft, ProcessConfig process)
    {
        string? profile = ApparmorProfile(draft, process);
        if (profile is not null)
        {
            // ORDER: after the hooks of create, which are executed too, and with the rights of root.
            draft.From(process, "apparmorProfile");
            draft.OpenProc();
            bool isStacked = profile.StartsWith('&');
            Set(draft, "self/attr/apparmor/exec", "self/attr/exec", isStacked ? "stack " + profile[1..] : "exec " + profile);
        }

        if (!string.IsNullOrEmpty(process.SelinuxLabel))
        {
            draft.From(process, "selinuxLabel");
            draft.OpenProc();
            Set(draft, "self/attr/exec", string.Empty, process.SelinuxLabel);
        }
    }

    /// <summary>Gives a new file system the label of the container, where the kernel lets a mount have one.</summary>
    public static void AddContext(PlanDraft draft, MountOptions options, string type)
    {
        string? label = draft.Linux?.MountLabel;
        bool isOwn = type is "proc" or "sysfs" or "mqueue" or "cgroup" or "cgroup2";
        if (string.IsNullOrEmpty(label) || isOwn || options.Data.Exists(static option => option.Contains("context=", StringComparison.Ordinal)))
        {
            return;
        }

        string kind = RuntimeAnnotations.Find(draft.Config, RuntimeAnnotations.MountContextType) ?? "context";
        options.Data.Add($"{kind}=\"{label}\"");
        options.Flags |= MountFlags.MountLabel;
    }

    /// <summary>The profile, or null when none is asked for; "unconfined" asks for nothing where there is no AppArmor.</summary>
    private static string? ApparmorProfile(PlanDraft draft, ProcessConfig process) =>
        string.IsNullOrEmpty(process.ApparmorProfile)
        || (process.ApparmorProfile == Unconfined && draft.Host.SecurityModule != SecurityModule.AppArmor)
            ? null
            : process.ApparmorProfile;

    private static void Set(PlanDraft draft, string path, string oldPath, string value) => draft.Add(StepOp.SetLabel, new SetLabelStep
    {
        Path = draft.Text(path),
        OldPath = draft.Text(oldPath),
        Value = draft.Text(value),
    });
}
