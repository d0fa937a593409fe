// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;
using Ocirt.Cgroups;
using Ocirt.Cgroups.Systemd;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The lines of a journal that are about cgroups.</summary>
internal static class CgroupJournal
{
    /// <summary>The lines for a cgroup that is going to be made.</summary>
    internal static JournalEntry[] Planned(Cgroup cgroup)
    {
        List<JournalEntry> entries = [];
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            entries.Add(new JournalEntry(JournalKind.CgroupPlanned, [.. Place(cgroup.Layout, hierarchy), Number((ulong)MissingDirectories(hierarchy))]));
        }

        return [.. entries];
    }

    /// <summary>The lines for a cgroup that was made.</summary>
    internal static JournalEntry[] Made(Cgroup cgroup)
    {
        List<JournalEntry> entries = [];
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            entries.Add(new JournalEntry(
                JournalKind.CgroupMade,
                [.. Place(cgroup.Layout, hierarchy), Number((ulong)hierarchy.CreatedDepth), Number(Inode(hierarchy))]));
        }

        return [.. entries];
    }

    /// <summary>The line for a scope of systemd.</summary>
    /// <param name="kind"><see cref="JournalKind.UnitPlanned"/> or <see cref="JournalKind.UnitMade"/>.</param>
    /// <param name="cgroup">The scope.</param>
    internal static JournalEntry Unit(string kind, Cgroup cgroup)
    {
        List<string> fields = [cgroup.Unit!, cgroup.Systemd!.IsUser ? "1" : "0", cgroup.Systemd.RuntimeDirectory ?? ""];
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            fields.AddRange(Place(cgroup.Layout, hierarchy));
        }

        return new JournalEntry(kind, [.. fields]);
    }

    /// <summary>The scope that a journal tells of, or null.</summary>
    internal static Cgroup? FindUnit(List<JournalEntry> entries, string kind = JournalKind.UnitMade)
    {
        foreach (JournalEntry entry in entries)
        {
            if (entry.Kind != kind || entry.Fields.Length < 7)
            {
                continue;
            }

            CgroupLayout layout = CgroupLayout.Unified;
            List<CgroupHierarchy> places = [];
            for (int i = 3; i + 3 < entry.Fields.Length; i += 4)
            {
                if (int.TryParse(entry.Fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    layout = (CgroupLayout)number;
                    places.Add(new CgroupHierarchy(entry.Fields[i + 1], entry.Fields[i + 2], entry.Fields[i + 3], CreatedDepth: 1));
                }
            }

            string runtimeDirectory = entry.Fields[2];
            return Cgroup.OpenUnit(layout, [.. places], entry.Fields[0], new SystemdAccess(entry.Fields[1] == "1", runtimeDirectory.Length == 0 ? null : runtimeDirectory));
        }

        return null;
    }

    /// <summary>Kills what is in the container's own cgroup and removes it.</summary>
    internal static void TakeBack(List<JournalEntry> entries)
    {
        List<CgroupHierarchy> made = [];
        List<CgroupHierarchy> places = [];
        CgroupLayout layout = CgroupLayout.Unified;
        foreach (JournalEntry entry in entries)
        {
            if (entry.Kind is not (JournalKind.CgroupPlanned or JournalKind.CgroupMade) || !TryRead(entry, out layout, out CgroupHierarchy? hierarchy))
            {
                continue;
            }

            if (entry.Kind == JournalKind.CgroupPlanned)
            {
                places.Add(hierarchy);
            }
            else
            {
                // Who made it may have been told that a directory was there after all.
                places.RemoveAll(other => other.MountPoint == hierarchy.MountPoint);

                // SAFETY: what has the same name and another inode was made by somebody else.
                made.Add(IsSame(entry, hierarchy) ? hierarchy : hierarchy with { CreatedDepth = 0 });
            }
        }

        try
        {
            using (Cgroup? unit = FindUnit(entries))
            {
                unit?.StopUnit();
                if (unit is null)
                {
                    // The creation ended between the two lines: whether systemd made it, and for whom, is not known.
                    using Cgroup? planned = FindUnit(entries, JournalKind.UnitPlanned);
                    planned?.AbandonUnit();
                }
            }

            Remove(layout, made, places);
        }
        catch (CgroupException refused)
        {
            throw new ContainerException(FailureKind.Host, refused.Message);
        }
    }

    /// <summary>Removes the cgroup of a container whose journal is lost, when nothing is in it; those above it stay.</summary>
    internal static void Abandon(ContainerRecord record)
    {
        foreach (CgroupHierarchy hierarchy in record.Cgroups)
        {
            if (hierarchy.Path is not ("" or "/"))
            {
                _ = Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, hierarchy.Directory);
            }
        }
    }

    private static void Remove(CgroupLayout layout, List<CgroupHierarchy> made, List<CgroupHierarchy> planned)
    {
        if (made.Count != 0)
        {
            using Cgroup cgroup = new(layout, [.. made]);
            cgroup.Kill();
            cgroup.Delete();
        }

        foreach (CgroupHierarchy hierarchy in planned)
        {
            // Whether it was made is not known: it goes when nothing is in it, and nothing in it is killed.
            string directory = hierarchy.Directory;
            for (int i = 0; i < hierarchy.CreatedDepth; i++)
            {
                _ = Directories.TryRemoveDirectory(FileDescriptor.CurrentDirectory, directory);
                directory = directory[..directory.LastIndexOf('/')];
            }
        }
    }

    /// <summary>How many directories at the end of the path are not there.</summary>
    private static int MissingDirectories(CgroupHierarchy hierarchy)
    {
        int missing = 0;
        string directory = hierarchy.Directory;
        while (directory.Length > hierarchy.MountPoint.Length && HostPaths.TryStat(directory, out _) != 0)
        {
            missing++;
            directory = directory[..directory.LastIndexOf('/')];
        }

        return missing;
    }

    private static string[] Place(CgroupLayout layout, CgroupHierarchy hierarchy) =>
        [Number((ulong)layout), hierarchy.Name, hierarchy.MountPoint, hierarchy.Path];

    private static bool TryRead(JournalEntry entry, out CgroupLayout layout, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out CgroupHierarchy hierarchy)
    {
        layout = CgroupLayout.Unified;
        hierarchy = null;
        string[] fields = entry.Fields;
        if (fields.Length < 5
            || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int kind)
            || !int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out int depth))
        {
            return false;
        }

        layout = (CgroupLayout)kind;
        hierarchy = new CgroupHierarchy(fields[1], fields[2], fields[3], depth);
        return true;
    }

    private static bool IsSame(JournalEntry entry, CgroupHierarchy hierarchy) =>
        entry.Fields.Length > 5 && ulong.TryParse(entry.Fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            && inode != 0 && Inode(hierarchy) == inode;

    private static ulong Inode(CgroupHierarchy hierarchy) => HostPaths.TryStat(hierarchy.Directory, out StatResult about) == 0 ? about.Inode : 0;

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
