// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Resctrl;

/// <summary>The lines of a journal that are about groups of resctrl.</summary>
internal static class ResctrlJournal
{
    private const string Shared = "shared";
    private const string Own = "own";

    /// <summary>The line for a group that is going to be made.</summary>
    internal static JournalEntry Planned(string path, bool isShared) => new(JournalKind.ResctrlPlanned, path, isShared ? Shared : Own);

    /// <summary>The line for a group that was made.</summary>
    internal static JournalEntry Made(string path, bool isShared) =>
        new(JournalKind.ResctrlMade, path, isShared ? Shared : Own, Inode(path).ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes the groups; a class that the configuration names stays, once the container is complete.</summary>
    /// <exception cref="ContainerException">The kernel refuses.</exception>
    internal static void TakeBack(List<JournalEntry> entries)
    {
        bool isKept = entries.Exists(static entry => entry.Kind == JournalKind.ResctrlKept);

        // ORDER: the monitoring group lies in the class, which was made before it.
        for (int i = entries.Count - 1; i >= 0; i--)
        {
            JournalEntry entry = entries[i];
            if (entry.Kind is not (JournalKind.ResctrlPlanned or JournalKind.ResctrlMade) || entry.Fields.Length < 2 || (isKept && entry.Fields[1] == Shared))
            {
                continue;
            }

            string path = entry.Fields[0];
            bool isSame = entry.Kind == JournalKind.ResctrlPlanned
                || (entry.Fields.Length > 2 && entry.Fields[2] == Inode(path).ToString(CultureInfo.InvariantCulture));

            // SAFETY: who made it is not known for sure, or others may have come into it: removing it would move them.
            bool mayBeOfOthers = entry.Kind == JournalKind.ResctrlPlanned || entry.Fields[1] == Shared;
            if (isSame && !(mayBeOfOthers && ResctrlFiles.Read(path + "/tasks") is { Length: > 0 }))
            {
                Remove(path);
            }
        }
    }

    private static void Remove(string path)
    {
        int errno = Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, path);
        if (errno is not (0 or Errno.ENOENT))
        {
            throw new ContainerException(FailureKind.Host, $"cannot remove the group '{path}' of resctrl: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
        }
    }

    private static ulong Inode(string path) => HostPaths.TryStat(path, out StatResult about) == 0 ? about.Inode : 0;
}
