// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>
/// The root of a container that has the runtime's own mount namespace: a mount of the host over the rootfs, beneath which
/// init makes all others. It outlives the container's processes, so it is written down first, and
/// <see cref="RootMountJournal"/> takes it away with all that lies beneath it.
/// </summary>
internal static class RootMount
{
    /// <summary>What detached mounts take. Init has ways around each in a namespace of its own; here those would be seen by the host.</summary>
    private static ReadOnlySpan<string> Calls => new[] { "open_tree", "move_mount", "fsopen", "mount_setattr" };

    /// <summary>Mounts the rootfs over itself.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="rootfs">The rootfs, absolute.</param>
    /// <param name="journal">Where it is written down.</param>
    /// <returns>The mount.</returns>
    /// <exception cref="ContainerException">The host refuses, or the rootfs is its root.</exception>
    internal static FileDescriptor Attach(ContainerConfig config, string rootfs, Journal journal)
    {
        RequireCalls(config);
        string path = HostPaths.Resolve(rootfs);
        using FileDescriptor place = FileDescriptor.Open(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW);
        using FileDescriptor top = FileDescriptor.Open("/", Fcntl.O_PATH | FcntlArch.O_DIRECTORY);
        if (MountTree.Identify(place).IsSame(MountTree.Identify(top)))
        {
            throw Refuse(config, $"'{rootfs}' is the root of the host, over which nothing can be mounted in its own mount namespace");
        }

        FileDescriptor? tree = MountTree.TryClone(path, recursive: true, follow: false, out int errno);
        if (tree is null)
        {
            throw Refuse(config, $"cannot use the rootfs '{rootfs}': open_tree: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
        }

        try
        {
            // ORDER: its number is known before anything is seen of it.
            journal.Write(RootMountJournal.Entry(path, MountTree.Identify(tree)));

            // ORDER: before and after: a copy is a peer of what it was made from, and what is put beneath a shared mount
            // becomes shared. What the container mounts must reach nobody, and what is unmounted later must take nothing along.
            errno = MountTree.TryPropagate(tree, Mount.MS_SLAVE);
            errno = errno != 0 ? errno : MountTree.TryAttach(tree, place);
            errno = errno != 0 ? errno : MountTree.TryPropagate(tree, Mount.MS_SLAVE);
            return errno == 0
                ? tree
                : throw Refuse(config, $"cannot mount the rootfs '{rootfs}' over itself: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    private static void RequireCalls(ContainerConfig config)
    {
        foreach (string call in Calls)
        {
            int errno = KernelCalls.Try(call);
            if (errno is Errno.ENOSYS or Errno.EPERM)
            {
                throw Refuse(
                    config,
                    $"a container without a mount namespace of its own takes {call}, which {(errno == Errno.ENOSYS ? "this kernel lacks (Linux 5.12 has all of them)" : "this process may not call")}");
            }
        }
    }

    private static ContainerException Refuse(ContainerConfig config, string reason)
    {
        SourceLocation place = config.Source.Locate(config.Root!, "root", "path");
        return new ContainerException(FailureKind.Launch, $"{config.Source.FileName}:{place.Line}:{place.Column}: root.path: {reason}");
    }
}
