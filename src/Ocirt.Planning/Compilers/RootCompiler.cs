// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The root: its propagation, opening it, what is hidden and made read-only in it, entering it.</summary>
internal static class RootCompiler
{
    /// <summary>From the first look at the rootfs to the descriptor that everything is resolved beneath.</summary>
    public static void Open(PlanDraft draft)
    {
        if (draft.SharesMounts)
        {
            // The runtime has mounted it and sent it along with go, and no propagation of the host is changed.
            return;
        }

        uint asked = Asked(draft);
        BlobRef rootfs = draft.Text(draft.Host.RootfsPath);
        if (draft.Namespace(NamespaceKind.Mount) is { IsJoined: false })
        {
            // ORDER: before the first mount, so that none reaches the host. What the container's own root
            // gets is set once it is the root; an unbindable one could not even be bound until then.
            uint before = asked == 0 ? Mount.MS_SLAVE | Mount.MS_REC
                : (asked & Mount.MS_UNBINDABLE) != 0 ? Mount.MS_PRIVATE | Mount.MS_REC
                : asked;
            FromPropagation(draft, asked);
            draft.Add(StepOp.SetPropagation, new SetPropagationStep { Flags = before });
            if ((before & Mount.MS_SHARED) != 0 || (before & Mount.MS_REC) == 0)
            {
                // KERNEL: pivot_root(2) refuses a root whose parent is shared, and mounts beneath a shared
                // one would appear on the host.
                draft.Add(StepOp.MakeParentPrivate, new MakeParentPrivateStep { Path = rootfs });
            }
        }

        FromRoot(draft, "path");
        draft.Add(StepOp.OpenRoot, new OpenRootStep { Path = rootfs, SourceRegister = draft.OpensForInit ? Register.Rootfs : Register.None });
    }

    /// <summary>What the container must not see or change.</summary>
    public static void Restrict(PlanDraft draft)
    {
        if (draft.SharesMounts)
        {
            RefuseCovers(draft);
        }

        string[] hidden = draft.Linux?.MaskedPaths ?? [];
        var seen = new HashSet<string>(hidden.Length);
        for (int i = 0; i < hidden.Length; i++)
        {
            string path = ContainerPath.Clean(hidden[i]);
            if (!seen.Add(path))
            {
                continue;
            }

            // ORDER: after the sysctls, which are written through a procfs of init's own, and after every
            // mount that could put something back.
            draft.From(draft.Linux!, "maskedPaths", i);
            draft.Add(StepOp.HidePath, new HidePathStep { Path = draft.Text(path) });
        }

        string[] fixedPaths = draft.Linux?.ReadonlyPaths ?? [];
        seen.Clear();
        for (int i = 0; i < fixedPaths.Length; i++)
        {
            string path = ContainerPath.Clean(fixedPaths[i]);
            if (!seen.Add(path))
            {
                continue;
            }

            draft.From(draft.Linux!, "readonlyPaths", i);
            draft.Add(StepOp.ProtectPath, new ProtectPathStep { Path = draft.Text(path) });
        }

        MountCompiler.CompileLate(draft);
        if (draft.Config.Root?.Readonly == true)
        {
            // ORDER: after everything that makes mount points, nodes and links in it.
            FromRoot(draft, "readonly");
            draft.Add(StepOp.ChangeMount, new ChangeMountStep { AttrSet = Mount.MOUNT_ATTR_RDONLY });
        }
    }

    /// <summary>Makes the rootfs the root.</summary>
    public static void Enter(PlanDraft draft)
    {
        draft.FromNothing();
        if (draft.SharesMounts)
        {
            // ORDER: whatever --no-pivot says: both ways of moving a root would take the host's away.
            draft.Add(StepOp.ChangeRoot, new ChangeRootStep { Register = Register.Root });
        }
        else if (draft.Options.NoPivot)
        {
            draft.Add(StepOp.MoveRoot, default(MoveRootStep));
        }
        else
        {
            draft.Add(StepOp.PivotRoot, default(PivotRootStep));
        }

        uint asked = Asked(draft);
        if (asked != 0)
        {
            // ORDER: after the pivot: the flag is for the container's root mount, which '/' names only now.
            FromPropagation(draft, asked);
            draft.Add(StepOp.SetPropagation, new SetPropagationStep { Flags = asked });
        }
    }

    /// <summary>The validator has found them where no mount namespace is named; that one is the runtime's own shows only here.</summary>
    private static void RefuseCovers(PlanDraft draft)
    {
        if (draft.Namespace(NamespaceKind.Mount) is null || draft.Linux is not LinuxConfig linux)
        {
            return;
        }

        if (linux.MaskedPaths.Length != 0)
        {
            draft.Findings.Add(DiagnosticId.CoversNeedMountNamespace, linux, ["maskedPaths"]);
        }

        if (linux.ReadonlyPaths.Length != 0)
        {
            draft.Findings.Add(DiagnosticId.CoversNeedMountNamespace, linux, ["readonlyPaths"]);
        }
    }

    private static uint Asked(PlanDraft draft) => MountOptions.PropagationOf(draft.Linux?.RootfsPropagation ?? "");

    private static void FromPropagation(PlanDraft draft, uint asked)
    {
        if (asked == 0)
        {
            draft.FromNothing();
        }
        else
        {
            draft.From(draft.Linux!, "rootfsPropagation");
        }
    }

    private static void FromRoot(PlanDraft draft, string field)
    {
        if (draft.Config.Root is RootConfig root)
        {
            draft.From(root, field);
        }
        else
        {
            draft.FromNothing();
        }
    }
}
