// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Namespaces and cgroups: joined, made, and the clone that begins the container.</summary>
internal static class NamespaceCompiler
{
    private const ulong MadeByClone =
        Sched.CLONE_NEWNS | Sched.CLONE_NEWPID | Sched.CLONE_NEWNET | Sched.CLONE_NEWIPC | Sched.CLONE_NEWUTS;

    public static void CompileHostSide(PlanDraft draft)
    {
        NamespaceConfig[] namespaces = draft.Linux?.Namespaces ?? [];

        // ORDER: all are opened before any is entered: the paths are the host's, and mean something else, or
        // nothing, in another mount or pid namespace.
        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].IsJoined)
            {
                draft.From(namespaces[i]);
                draft.Add(StepOp.OpenNamespace, new OpenNamespaceStep
                {
                    NamespaceType = (uint)FlagOf(namespaces[i]),
                    Register = RegisterOf(i),
                    Path = draft.Text(namespaces[i].Path),
                });
            }
        }

        CompileCgroups(draft);
        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].IsJoined && namespaces[i].Kind is not (NamespaceKind.Mount or NamespaceKind.Cgroup))
            {
                // A pid namespace takes only what is cloned from here on.
                Enter(draft, namespaces[i], i);
            }
        }

        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].IsJoined && namespaces[i].Kind is NamespaceKind.Mount)
            {
                // ORDER: last: the host's files are out of reach afterwards.
                Enter(draft, namespaces[i], i);
            }
        }

        CompileClone(draft, namespaces);
    }

    public static void CompileCgroupNamespace(PlanDraft draft)
    {
        NamespaceConfig[] namespaces = draft.Linux?.Namespaces ?? [];
        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].Kind is not NamespaceKind.Cgroup)
            {
                continue;
            }

            if (namespaces[i].IsJoined)
            {
                // ORDER: after the clone: a clone into a cgroup outside of the joined namespace is ENOENT.
                Enter(draft, namespaces[i], i);
            }
            else
            {
                // ORDER: after the placement: its root becomes the cgroup that its maker is in, and with
                // version 1 or a runtime that places the container itself the clone came too early.
                draft.From(namespaces[i]);
                draft.Add(StepOp.Unshare, new UnshareStep { Flags = Sched.CLONE_NEWCGROUP });
            }
        }
    }

    private static void CompileCgroups(PlanDraft draft)
    {
        int count = draft.Host.CgroupHandleCount;
        if (count == 0)
        {
            return;
        }

        draft.FromNothing();
        draft.Add(StepOp.Await, new AwaitStep
        {
            Slot = (uint)LateSlot.Cgroups,
            FirstRegister = Register.FirstCgroup,
            MaxDescriptors = (uint)count,
        });
        if (draft.Host.CgroupMode is not CgroupMode.V2)
        {
            // ORDER: before the clone, so that even the first page of the container is charged to it.
            draft.Add(StepOp.EnterCgroups, new EnterCgroupsStep { FirstRegister = Register.FirstCgroup, Count = (uint)count });
        }
    }

    private static void CompileClone(PlanDraft draft, NamespaceConfig[] namespaces)
    {
        ulong flags = 0;
        foreach (NamespaceConfig entry in namespaces)
        {
            flags |= entry.IsJoined ? 0 : FlagOf(entry) & MadeByClone;
        }

        if (draft.Linux is LinuxConfig linux && flags != 0)
        {
            draft.From(linux, "namespaces");
        }
        else
        {
            draft.FromNothing();
        }

        bool intoCgroup = draft.Host.CgroupMode is CgroupMode.V2 && draft.Host.CgroupHandleCount > 0;
        draft.Add(StepOp.Clone, new CloneStep
        {
            Flags = flags,
            CgroupRegister = intoCgroup ? Register.FirstCgroup : Register.None,
        });
    }

    private static void Enter(PlanDraft draft, NamespaceConfig entry, int index)
    {
        draft.From(entry);
        draft.Add(StepOp.EnterNamespace, new EnterNamespaceStep
        {
            NamespaceType = (uint)FlagOf(entry),
            Register = RegisterOf(index),
        });
    }

    // There are eight kinds, each is given once, and Register.FirstNamespace has eight registers behind it.
    private static uint RegisterOf(int index) => Register.FirstNamespace + (uint)index;

    private static ulong FlagOf(NamespaceConfig entry) => entry.Kind switch
    {
        NamespaceKind.Mount => Sched.CLONE_NEWNS,
        NamespaceKind.Pid => Sched.CLONE_NEWPID,
        NamespaceKind.Network => Sched.CLONE_NEWNET,
        NamespaceKind.Uts => Sched.CLONE_NEWUTS,
        NamespaceKind.Ipc => Sched.CLONE_NEWIPC,
        NamespaceKind.User => Sched.CLONE_NEWUSER,
        NamespaceKind.Cgroup => Sched.CLONE_NEWCGROUP,
        NamespaceKind.Time => Sched.CLONE_NEWTIME,
        _ => 0,
    };
}
