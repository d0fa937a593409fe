// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>
/// Opens for init what it cannot open itself: the root of a user namespace has no rights over the host's files, and
/// id mappings of a mount take those of the host's root.
/// </summary>
internal sealed class HostSources : IDisposable
{
    private readonly LaunchPlan _plan;
    private readonly List<FileDescriptor> _sent = [];
    private readonly Dictionary<IdMaps, FileDescriptor> _namespaces = [];
    private readonly Func<FileDescriptor>? _attachRoot;
    private FileDescriptor? _root;
    private int _pid;

    /// <summary>Whether trees are the sources themselves in the container's mount namespace, since open_tree(2) is missing.</summary>
    internal bool HasPlaces { get; private set; }

    /// <summary>Nothing is opened yet.</summary>
    /// <param name="plan">The plan, with its requests.</param>
    /// <param name="attachRoot">Mounts the root of a container that has the runtime's own mount namespace.</param>
    internal HostSources(LaunchPlan plan, Func<FileDescriptor>? attachRoot)
    {
        _plan = plan;
        _attachRoot = attachRoot;
    }

    /// <summary>Gives the new user namespace its maps and opens the rootfs, before the first process does anything.</summary>
    /// <param name="pid">The first process.</param>
    /// <param name="step">The step at which it waits.</param>
    /// <returns>The descriptors to send along: the rootfs when init wants it, the root when it is mounted here.</returns>
    /// <exception cref="ContainerException">The host refused.</exception>
    internal ReadOnlySpan<int> Prepare(int pid, uint step)
    {
        _pid = pid;
        if (_plan.Maps is { } maps)
        {
            try
            {
                WriteMaps(pid, maps);
            }
            catch (SyscallException refused)
            {
                throw new ContainerException(
                    FailureKind.Launch,
                    $"{InitFailure.PlaceOf(_plan, _plan.MapsStep)}cannot map the ids of the user namespace: {refused.Message}");
            }
        }

        if (PlanReader.Open(_plan.Bytes, out PlanReader plan) != PlanFault.None
            || step >= (uint)plan.StepCount
            || plan.Step<Abi.Plan.Steps.AwaitStep>((int)step).MaxDescriptors == 0)
        {
            return default;
        }

        // ORDER: while the process is dumpable and has the caller's ids: later only a tracer may look through its root.
        _root = FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root"), Fcntl.O_PATH | FcntlArch.O_DIRECTORY);
        if (plan.Step<Abi.Plan.Steps.AwaitStep>((int)step).FirstRegister == Register.Root)
        {
            return Keep(_attachRoot!());
        }

        for (int i = 0; i < plan.StepCount; i++)
        {
            if (plan.Op(i) == StepOp.OpenRoot)
            {
                string path = plan.Text(plan.Step<Abi.Plan.Steps.OpenRootStep>(i).Path);
                FileDescriptor? rootfs = FileDescriptor.TryOpenInRoot(_root, path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, out int errno);
                return Keep(rootfs ?? throw InitFailure.Explain(_plan, i, SyscallNumber.openat2, errno, FailurePoint.Source));
            }
        }

        return default;
    }

    /// <summary>Gives a user namespace its maps, with the rights that the caller has.</summary>
    internal static void WriteMaps(int pid, IdMaps maps)
    {
        if (OwnProcess.EffectiveUserId == 0)
        {
            UserNamespace.WriteMaps(pid, maps.Uids, maps.Gids);
        }
        else
        {
            UserNamespace.WriteMapsUnprivileged(pid, maps.Uids, maps.Gids);
        }
    }

    /// <summary>Opens what the plan asks for at a step.</summary>
    /// <param name="step">The index of the Await.</param>
    /// <returns>The descriptors, in the order of the registers.</returns>
    /// <exception cref="ContainerException">Something cannot be opened; the message names the mount.</exception>
    internal ReadOnlySpan<int> Open(uint step)
    {
        foreach (LateRequest request in _plan.Requests)
        {
            if (request.Step == step)
            {
                CloseSent();
                return request.Slot switch
                {
                    LateSlot.IdMap => [NamespaceFor(request.Maps!, (int)step).Value],
                    LateSlot.Place => Keep(OpenPlace(request.Sources[0])),
                    _ => OpenTrees(request.Sources),
                };
            }
        }

        throw new ContainerException(FailureKind.Launch, $"the launch was given up: init asked for a source at step {step}, where none is planned");
    }

    /// <summary>Maps the ids of a detached mount that init has made of something in the rootfs.</summary>
    /// <param name="step">The index of the bind mount.</param>
    /// <param name="tree">What init sent; nothing about it is believed: the kernel maps ids of detached mounts alone.</param>
    /// <exception cref="ContainerException">None is planned there, or the kernel refuses.</exception>
    internal void Map(uint step, FileDescriptor tree)
    {
        foreach (LateRequest request in _plan.Requests)
        {
            if (request.Step == step && request.Slot == LateSlot.MappedTree)
            {
                BindSource source = request.Sources[0];
                int errno = MountTree.TryMapIds(tree, NamespaceFor(source.Maps!, source.Step), source.MapsTree);
                if (errno != 0)
                {
                    throw InitFailure.Explain(_plan, source.Step, SyscallNumber.mount_setattr, errno, FailurePoint.IdMap);
                }

                return;
            }
        }

        throw new ContainerException(FailureKind.Launch, $"the launch was given up: init asked for id mappings at step {step}, where none are planned");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseSent();
        foreach (FileDescriptor user in _namespaces.Values)
        {
            user.Dispose();
        }

        _namespaces.Clear();
        _root?.Dispose();
    }

    private int[] OpenTrees(IReadOnlyList<BindSource> sources)
    {
        int[] descriptors = new int[sources.Count];
        for (int i = 0; i < descriptors.Length; i++)
        {
            descriptors[i] = OpenTree(sources[i]).Value;
        }

        return descriptors;
    }

    private FileDescriptor OpenTree(BindSource source)
    {
        FileDescriptor? tree = MountTree.TryClone(source.Path, source.Recursive, source.Follows, out int errno);
        if (tree is null)
        {
            return IsMissing(errno) ? OpenUncopied(source, SyscallNumber.open_tree, errno)
                : throw InitFailure.Explain(_plan, source.Step, SyscallNumber.open_tree, errno, FailurePoint.Source);
        }

        _sent.Add(tree);

        // The copy is a peer of the host's mount; what the container mounts beneath it must not reach the host.
        errno = MountTree.TryPropagate(tree, Mount.MS_SLAVE);
        if (errno != 0)
        {
            return IsMissing(errno) ? OpenUncopied(source, SyscallNumber.mount_setattr, errno)
                : throw InitFailure.Explain(_plan, source.Step, SyscallNumber.mount_setattr, errno, FailurePoint.Propagation);
        }

        errno = source.Maps is null ? 0 : MountTree.TryMapIds(tree, NamespaceFor(source.Maps, source.Step), source.MapsTree);
        return errno == 0
            ? tree
            : throw InitFailure.Explain(_plan, source.Step, SyscallNumber.mount_setattr, errno, FailurePoint.IdMap);
    }

    private static bool IsMissing(int errno) => errno is Errno.ENOSYS or Errno.EPERM;

    /// <summary>
    /// KERNEL(5.2, 5.12): without open_tree or mount_setattr, or under an old filter around the runtime, init makes the copy
    /// of what it is given, in its own mount namespace, whose mounts are slaves of the host's already.
    /// </summary>
    private FileDescriptor OpenUncopied(BindSource source, SyscallNumber call, int errno)
    {
        if (source.Maps is not null || _root is null)
        {
            throw InitFailure.Explain(_plan, source.Step, call, errno, source.Maps is null ? FailurePoint.Source : FailurePoint.IdMap);
        }

        HasPlaces = true;
        FileDescriptor? place = FileDescriptor.TryOpenInRoot(
            _root, source.Path, Fcntl.O_PATH | (source.Follows ? 0 : FcntlArch.O_NOFOLLOW), out errno);
        _sent.Add(place ?? throw InitFailure.Explain(_plan, source.Step, SyscallNumber.open_tree, errno, FailurePoint.Source));
        return place;
    }

    private FileDescriptor OpenPlace(BindSource source) =>
        FileDescriptor.TryOpenInRoot(_root!, source.Path, Fcntl.O_PATH, out int errno)
        ?? throw InitFailure.Explain(_plan, source.Step, SyscallNumber.openat2, errno, FailurePoint.Source);

    /// <summary>A user namespace with the mappings: the container's own where they are the same, otherwise one made for it.</summary>
    private FileDescriptor NamespaceFor(IdMaps maps, int step)
    {
        if (_namespaces.TryGetValue(maps, out FileDescriptor? known))
        {
            return known;
        }

        try
        {
            FileDescriptor user = maps.JoinedPath.Length != 0 ? FileDescriptor.Open(maps.JoinedPath, Fcntl.O_RDONLY)
                : maps == _plan.Maps ? UserNamespace.Open(_pid)
                : IdMapHolder.Make(maps);
            _namespaces.Add(maps, user);
            return user;
        }
        catch (SyscallException refused)
        {
            throw new ContainerException(FailureKind.Launch, $"{InitFailure.PlaceOf(_plan, step)}cannot make the id mappings of the mount: {refused.Message}");
        }
    }

    private int[] Keep(FileDescriptor descriptor)
    {
        _sent.Add(descriptor);
        return [descriptor.Value];
    }

    private void CloseSent()
    {
        foreach (FileDescriptor descriptor in _sent)
        {
            descriptor.Dispose();
        }

        _sent.Clear();
    }
}
