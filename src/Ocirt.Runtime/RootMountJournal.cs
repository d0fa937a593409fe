// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The lines of a journal that are about roots in the runtime's own mount namespace.</summary>
internal static class RootMountJournal
{
    private const string OwnNamespace = "/proc/self/ns/mnt";
    private const int MountInfoLimit = 64 << 20;

    /// <summary>The line for a root that is going to be mounted.</summary>
    internal static JournalEntry Entry(string path, MountIdentity mount) => new(
        JournalKind.RootMount, path, Number(NamespaceAt(OwnNamespace)), Number(mount.Number), Number(mount.Unique), Number(mount.Inode), Number(mount.Device));

    /// <summary>Whether a path leads to the mount namespace of this process.</summary>
    internal static bool IsOwnNamespace(string path) => NamespaceAt(path) is var inode && inode != 0 && inode == NamespaceAt(OwnNamespace);

    /// <summary>Unmounts the roots, with all that was mounted beneath them.</summary>
    /// <exception cref="ContainerException">One cannot be reached, or the kernel refuses.</exception>
    internal static void TakeBack(List<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            if (entry.Kind != JournalKind.RootMount || entry.Fields.Length < 6)
            {
                continue;
            }

            MountIdentity mount = new(Parse(entry.Fields[2]), Parse(entry.Fields[3]), Parse(entry.Fields[4]), Parse(entry.Fields[5]));
            if (IsHere(Parse(entry.Fields[1]), entry.Fields[0], mount))
            {
                Remove(entry.Fields[0], mount);
            }
        }
    }

    private static void Remove(string path, MountIdentity mount)
    {
        if (TryRemove(path, mount))
        {
            return;
        }

        foreach (string other in Listed("/proc/self", mount.Number))
        {
            if (TryRemove(other, mount))
            {
                return;
            }

            if (other == path)
            {
                throw new ContainerException(
                    FailureKind.Host, $"the root of the container is still mounted at '{path}', and something is mounted over it: unmount that first");
            }
        }
    }

    /// <summary>Unmounts what is mounted at a path when it is the root.</summary>
    private static bool TryRemove(string path, MountIdentity mount)
    {
        using FileDescriptor? place = FileDescriptor.TryOpen(path, Fcntl.O_PATH | FcntlArch.O_NOFOLLOW, out _);
        if (place is null || !MountTree.Identify(place).IsSame(mount))
        {
            return false;
        }

        int errno = MountTree.TryDetach(place);
        return errno == 0
            ? true
            : throw new ContainerException(FailureKind.Host, $"cannot unmount the root of the container at '{path}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
    }

    /// <summary>The places at which a process sees a number: the directory can have been renamed; proc_pid_mountinfo(5).</summary>
    private static List<string> Listed(string process, ulong number)
    {
        List<string> places = [];
        using FileDescriptor? file = FileDescriptor.TryOpen(process + "/mountinfo", Fcntl.O_RDONLY, out _);
        if (file is null)
        {
            return places;
        }

        string begin = Number(number) + " ";
        foreach (string line in Encoding.UTF8.GetString(file.ReadAllBytes(MountInfoLimit)).Split('\n'))
        {
            string[] fields = line.StartsWith(begin, StringComparison.Ordinal) ? line.Split(' ') : [];
            if (fields.Length > 4)
            {
                places.Add(fields[4].Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
                    .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal));
            }
        }

        return places;
    }

    /// <summary>Whether the root was mounted in this mount namespace. One that no process is in has ended, and the root with it.</summary>
    private static bool IsHere(ulong there, string path, MountIdentity mount)
    {
        if (there == NamespaceAt(OwnNamespace))
        {
            return true;
        }

        using FileDescriptor processes = FileDescriptor.Open("/proc", Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
        foreach (DirectoryEntry process in Directories.ListDirectory(processes))
        {
            string name = process.Name;
            if (char.IsAsciiDigit(name[0]) && NamespaceAt($"/proc/{name}/ns/mnt") == there && IsSeenBy($"/proc/{name}", mount))
            {
                throw new ContainerException(
                    FailureKind.Host,
                    $"the root of the container is mounted at '{path}' in another mount namespace, the one of process {name}: delete it from there ('nsenter --mount --target {name}' leads there)");
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a process sees the root. The number of a mount namespace says too little: the next one that is made can get
    /// that of one that has ended.
    /// </summary>
    private static bool IsSeenBy(string process, MountIdentity mount)
    {
        foreach (string place in Listed(process, mount.Number))
        {
            using FileDescriptor? there = FileDescriptor.TryOpen($"{process}/root{place}", Fcntl.O_PATH | FcntlArch.O_NOFOLLOW, out _);
            if (there is not null && MountTree.Identify(there).IsSame(mount))
            {
                return true;
            }
        }

        return false;
    }

    private static ulong NamespaceAt(string path) => HostPaths.TryStat(path, out StatResult about) == 0 ? about.Inode : 0;

    private static ulong Parse(string field) => ulong.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : 0;

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
