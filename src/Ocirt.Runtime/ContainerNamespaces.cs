// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime;

/// <summary>The namespaces of a process beside those of this one; see namespaces(7).</summary>
internal static class ContainerNamespaces
{
    private static ReadOnlySpan<ulong> Flags =>
    [
        Sched.CLONE_NEWUSER, Sched.CLONE_NEWNS, Sched.CLONE_NEWPID, Sched.CLONE_NEWNET,
        Sched.CLONE_NEWIPC, Sched.CLONE_NEWUTS, Sched.CLONE_NEWCGROUP, Sched.CLONE_NEWTIME,
    ];

    /// <summary>Finds the namespaces in which the first process of a container differs from this one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="config">The saved configuration: what was made for the container is its own, and need not be looked at.</param>
    /// <returns>CLONE_NEW* flags, or null when the process has ended.</returns>
    /// <exception cref="ContainerException">They cannot be read.</exception>
    internal static ulong? Differing(ChildProcess process, ContainerConfig config)
    {
        ulong differing = MadeFor(config);
        for (int i = 0; i < Flags.Length; i++)
        {
            if ((differing & Flags[i]) != 0)
            {
                continue;
            }

            string name = NameOf(Flags[i]);
            int own = ProcessNamespaces.TryStat(null, name, out StatResult mine);
            if (own == Errno.ENOENT)
            {
                // A kernel without this kind.
                continue;
            }

            int errno = ProcessNamespaces.TryStat(process, name, out StatResult other);
            if (errno is Errno.ENOENT or Errno.ESRCH)
            {
                return null;
            }

            if (own != 0 || errno != 0)
            {
                throw new ContainerException(
                    FailureKind.Host, $"cannot look at the {name} namespace of process {process.Pid}: {ErrnoText.Describe(own != 0 ? own : errno)}");
            }

            differing |= mine.Inode == other.Inode && mine.Device == other.Device ? 0 : Flags[i];
        }

        // ORDER: only now is it sure that all of this was about the process that the pidfd stands for.
        return process.WaitForEnd(0) ? null : differing;
    }

    /// <summary>
    /// The namespaces that were made for a container. A runtime that is in one of them may join it again, but for a user
    /// namespace, which setns(2) refuses then.
    /// </summary>
    private static ulong MadeFor(ContainerConfig config)
    {
        ulong made = 0;
        foreach (NamespaceConfig entry in config.Linux?.Namespaces ?? [])
        {
            made |= entry.IsJoined ? 0 : entry.Kind switch
            {
                NamespaceKind.Mount => Sched.CLONE_NEWNS,
                NamespaceKind.Pid => Sched.CLONE_NEWPID,
                NamespaceKind.Network => Sched.CLONE_NEWNET,
                NamespaceKind.Ipc => Sched.CLONE_NEWIPC,
                NamespaceKind.Uts => Sched.CLONE_NEWUTS,
                NamespaceKind.Cgroup => Sched.CLONE_NEWCGROUP,
                NamespaceKind.Time => Sched.CLONE_NEWTIME,
                _ => 0,
            };
        }

        return made;
    }

    private static string NameOf(ulong flag) => flag switch
    {
        Sched.CLONE_NEWUSER => "user",
        Sched.CLONE_NEWNS => "mnt",
        Sched.CLONE_NEWPID => "pid",
        Sched.CLONE_NEWNET => "net",
        Sched.CLONE_NEWIPC => "ipc",
        Sched.CLONE_NEWUTS => "uts",
        Sched.CLONE_NEWCGROUP => "cgroup",
        _ => "time",
    };
}
