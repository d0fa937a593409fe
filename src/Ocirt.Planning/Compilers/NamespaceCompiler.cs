// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Namespaces and cgroups: joined, made, and the clone that begins the container.</summary>
internal static class NamespaceCompiler
{
    private const ulong MadeByClone =
        Sched.CLONE_NEWUSER | Sched.CLONE_NEWNS | Sched.CLONE_NEWPID | Sched.CLONE_NEWNET | Sched.CLONE_NEWIPC | Sched.CLONE_NEWUTS;

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
        CompileTime(draft);
        if (draft.Namespace(NamespaceKind.User) is not { IsJoined: true } user)
        {
            EnterAll(draft, namespaces, EnterFlags.None);
        }
        else
        {
            // ORDER: with the host's rights first, which most namespaces that are joined beside a user namespace want;
            // those that only its own root may enter are entered behind it.
            EnterAll(draft, namespaces, EnterFlags.Tentative);
            Enter(draft, user, System.Array.IndexOf(namespaces, user), EnterFlags.None);
            EnterAll(draft, namespaces, EnterFlags.Again);
        }

        draft.LendsNetwork = IsNetworkLent(draft);
        CompileClone(draft, namespaces);
    }

    /// <summary>
    /// Whether init can be traced until the runtime has written its id mappings: only while it shares no namespace with
    /// a container that exists already.
    /// </summary>
    public static bool StaysDumpableUntilMapped(PlanDraft draft)
    {
        bool joins = false;
        foreach (NamespaceConfig entry in draft.Linux?.Namespaces ?? [])
        {
            joins |= entry.IsJoined;
        }

        return !joins && draft.Namespace(NamespaceKind.User) is not null;
    }

    /// <summary>The loopback device of a network namespace that the clone made, which the kernel leaves down.</summary>
    public static void CompileLoopbackBehindClone(PlanDraft draft)
    {
        if (draft.Namespace(NamespaceKind.Network) is { IsJoined: false } network && !draft.LendsNetwork)
        {
            // ORDER: with the full rights that the clone gives, which a user namespace without an id 0 loses with its ids.
            draft.From(network);
            draft.Add(StepOp.RaiseLoopback, default(RaiseLoopbackStep));
        }
    }

    /// <summary>The network namespace that stage 1 makes meanwhile; unless it was taken before.</summary>
    public static void CompileBorrowedNetwork(PlanDraft draft)
    {
        if (draft.LendsNetwork)
        {
            draft.LendsNetwork = false;
            draft.From(draft.Namespace(NamespaceKind.Network)!);
            draft.Add(StepOp.BorrowNetwork, default(BorrowNetworkStep));
        }
    }

    /// <summary>The devices of the host that move into the network namespace.</summary>
    public static void CompileNetworkDevices(PlanDraft draft)
    {
        if (draft.Linux is { NetDevices.Length: > 0 } linux)
        {
            // ORDER: after the maps, by which the files of a device in /sys get their owner, and before the first hook.
            draft.From(linux, "netDevices");
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.NetworkDevices, FirstRegister = Register.None });
        }
    }

    /// <summary>The ids of the user namespace, for the first process in it.</summary>
    public static void CompileIds(PlanDraft draft)
    {
        if (draft.Namespace(NamespaceKind.User) is not NamespaceConfig user || draft.Linux is not LinuxConfig linux)
        {
            return;
        }

        if (user.IsJoined)
        {
            draft.From(user);
        }
        else
        {
            draft.From(linux, "uidMappings");
            draft.RelyOn(IdMaps.From(linux.UidMappings, linux.GidMappings));
        }

        // ORDER: before anything is made in the rootfs, which has to belong to an id of the container.
        draft.Add(StepOp.AdoptIds, new AdoptIdsStep
        {
            Uid = IdMaps.RootOf(linux.UidMappings),
            Gid = IdMaps.RootOf(linux.GidMappings),
            KeepGroups = RuntimeAnnotations.Find(draft.Config, RuntimeAnnotations.KeepGroups) is null ? 0u : 1u,
        });
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
                Enter(draft, namespaces[i], i, EnterFlags.None);
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
        bool unified = draft.Host.CgroupMode is CgroupMode.V2;
        if (!unified || JoinsUser(draft))
        {
            // ORDER: before the clone, so that even the first page of the container is charged to it; and before a user
            // namespace is joined, whose root may not move processes (EACCES).
            draft.Add(StepOp.EnterCgroups, new EnterCgroupsStep
            {
                FirstRegister = Register.FirstCgroup,
                Count = (uint)count,
                Directories = unified ? 1u : 0,
            });
        }
    }

    /// <summary>
    /// Whether stage 1 makes the network namespace behind the clone: the slowest to make, and the mounts, which take as
    /// long, do without it. Not with a user namespace, which has to own it, and not when devices of the host come into it.
    /// </summary>
    private static bool IsNetworkLent(PlanDraft draft) =>
        draft.MountsBeforeGo
        && draft.Namespace(NamespaceKind.Network) is { IsJoined: false }
        && draft.Linux is { NetDevices.Length: 0 };

    private static bool JoinsUser(PlanDraft draft) => draft.Namespace(NamespaceKind.User) is { IsJoined: true };

    private static void CompileTime(PlanDraft draft)
    {
        if (draft.Linux is not LinuxConfig linux || draft.Namespace(NamespaceKind.Time) is not { IsJoined: false } time)
        {
            return;
        }

        // KERNEL(5.6): the namespace is for the children of its maker, and its clocks are fixed by the first of them.
        // A clone with CLONE_NEWTIME would leave no moment to set them.
        draft.From(time);
        draft.Add(StepOp.Unshare, new UnshareStep { Flags = Sched.CLONE_NEWTIME });
        if (linux.TimeOffsets.Length == 0)
        {
            return;
        }

        // ORDER: before a mount namespace is joined, in which /proc can be anything.
        var text = new StringBuilder();
        foreach (TimeOffset offset in linux.TimeOffsets)
        {
            text.Append(CultureInfo.InvariantCulture, $"{offset.Clock} {offset.Seconds ?? 0} {offset.Nanoseconds ?? 0}\n");
        }

        draft.From(linux, "timeOffsets");
        draft.Add(StepOp.SetTimeOffsets, new SetTimeOffsetsStep { Text = draft.Text(text.ToString()) });
    }

    private static void CompileClone(PlanDraft draft, NamespaceConfig[] namespaces)
    {
        ulong made = draft.LendsNetwork ? MadeByClone & ~Sched.CLONE_NEWNET : MadeByClone;
        ulong flags = 0;
        foreach (NamespaceConfig entry in namespaces)
        {
            flags |= entry.IsJoined ? 0 : FlagOf(entry) & made;
        }

        if (draft.Linux is LinuxConfig linux && flags != 0)
        {
            draft.From(linux, "namespaces");
        }
        else
        {
            draft.FromNothing();
        }

        bool intoCgroup = draft.Host.CgroupMode is CgroupMode.V2 && draft.Host.CgroupHandleCount > 0 && !JoinsUser(draft);
        draft.Add(StepOp.Clone, new CloneStep
        {
            Flags = flags,
            CgroupRegister = intoCgroup ? Register.FirstCgroup : Register.None,
            LendsNetwork = draft.LendsNetwork ? 1u : 0,
        });
    }

    private static void EnterAll(PlanDraft draft, NamespaceConfig[] namespaces, EnterFlags flags)
    {
        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].IsJoined && namespaces[i].Kind is not (NamespaceKind.Mount or NamespaceKind.Cgroup or NamespaceKind.User))
            {
                // A pid namespace takes only what is cloned from here on.
                Enter(draft, namespaces[i], i, flags);
            }
        }

        for (int i = 0; i < namespaces.Length; i++)
        {
            if (namespaces[i].IsJoined && namespaces[i].Kind is NamespaceKind.Mount)
            {
                // ORDER: last: the host's files are out of reach afterwards.
                Enter(draft, namespaces[i], i, flags);
            }
        }
    }

    private static void Enter(PlanDraft draft, NamespaceConfig entry, int index, EnterFlags flags)
    {
        draft.From(entry);
        draft.Add(StepOp.EnterNamespace, new EnterNamespaceStep
        {
            NamespaceType = (uint)FlagOf(entry),
            Register = RegisterOf(index),
            Flags = (uint)flags,
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
