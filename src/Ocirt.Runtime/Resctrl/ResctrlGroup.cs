// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Runtime.Host;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Resctrl;

/// <summary>
/// The class of service of a container and, when it is asked for, its monitoring group: directories of resctrl
/// (config-linux.md, IntelRdt).
/// </summary>
internal sealed class ResctrlGroup
{
    private const uint DirectoryMode = 0x1ED;
    private readonly ContainerConfig _config;
    private readonly IntelRdtConfig _rdt;

    private ResctrlGroup(ContainerConfig config, IntelRdtConfig rdt, string root, string id)
    {
        _config = config;
        _rdt = rdt;
        Root = root;
        Name = rdt.ClosId ?? id;
        Path = Name == "/" ? root : root + "/" + Name;
        Monitoring = rdt.EnableMonitoring == true ? Path + "/mon_groups/" + id : null;
    }

    /// <summary>Where resctrl is mounted.</summary>
    internal string Root { get; }

    /// <summary>The name of the class: the one of the configuration, or else the container's id.</summary>
    internal string Name { get; }

    /// <summary>The directory of the class.</summary>
    internal string Path { get; }

    /// <summary>The directory of the monitoring group, or null.</summary>
    internal string? Monitoring { get; }

    /// <summary>The group that a configuration asks for; nothing is made yet.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="id">The container.</param>
    /// <param name="files">Where resctrl is looked for; null for the host.</param>
    /// <returns>The group, or null when none is asked for.</returns>
    /// <exception cref="ContainerException">One is, and resctrl is not mounted.</exception>
    internal static ResctrlGroup? Of(ContainerConfig config, string id, HostFiles? files = null)
    {
        if (config.Linux?.IntelRdt is not { } rdt)
        {
            return null;
        }

        files ??= new HostFiles(string.Empty);
        string root = ResctrlHost.Find(files)
            ?? throw Refuse(config, rdt, string.Empty, "no resctrl file system is mounted ('mount -t resctrl resctrl /sys/fs/resctrl', on a processor that has it)");
        return new ResctrlGroup(config, rdt, files.Root + root, id);
    }

    /// <summary>Makes what is missing, written down first, and writes or compares the schemata.</summary>
    /// <exception cref="ContainerException">The class is not there, is another one than asked for, or the kernel refuses.</exception>
    internal void Make(Journal journal)
    {
        List<string> lines = Lines(_rdt);
        RequireAllowed(lines);
        bool exists = HostPaths.TryStat(Path, out StatResult about) == 0 && about.IsDirectory;
        if (!exists && _rdt.ClosId is not null && lines.Count == 0)
        {
            throw Refuse("closID", $"there is no class of service '{Name}' in '{Root}': make it and give it its schemata, or give a schema here");
        }

        if (!exists)
        {
            MakeDirectory(Path, journal, isShared: _rdt.ClosId is not null);
        }
        else if (_rdt.ClosId is not null)
        {
            Compare();
        }

        if (lines.Count != 0)
        {
            WriteSchemata(lines);
        }

        if (Monitoring is not null)
        {
            MakeDirectory(Monitoring, journal, isShared: false);
        }
    }

    /// <summary>Puts a process into the groups, before it has children.</summary>
    /// <exception cref="ContainerException">The kernel refuses.</exception>
    internal void Place(int pid)
    {
        string text = pid.ToString(CultureInfo.InvariantCulture);
        foreach (string? directory in (ReadOnlySpan<string?>)[Path, Monitoring])
        {
            int errno = directory is null ? 0 : ResctrlFiles.TryWrite(directory + "/tasks", text);
            if (errno != 0)
            {
                throw Refuse(string.Empty, $"cannot put process {pid} into '{directory}': {ResctrlFiles.Explain(Root, "write", errno)}");
            }
        }
    }

    /// <summary>Writes lines into the schemata file of the class; the kernel takes them all or stops at a wrong one.</summary>
    /// <exception cref="ContainerException">It refuses.</exception>
    internal void WriteSchemata(List<string> lines)
    {
        RequireAllowed(lines);
        string text = string.Join('\n', lines);
        int errno = ResctrlFiles.TryWrite(Path + "/schemata", text + "\n");
        if (errno != 0)
        {
            throw Refuse(string.Empty, $"cannot write '{text.Replace("\n", "', '", StringComparison.Ordinal)}' into '{Path}/schemata': {ResctrlFiles.Explain(Root, "write", errno)}");
        }
    }

    /// <summary>The lines that a configuration asks for, in the order in which they are written.</summary>
    internal static List<string> Lines(IntelRdtConfig rdt)
    {
        List<string> lines = [.. Schemata.LinesOf(rdt.L3CacheSchema), .. Schemata.LinesOf(rdt.MemBwSchema)];
        foreach (string line in rdt.Schemata)
        {
            lines.AddRange(Schemata.LinesOf(line));
        }

        return lines;
    }

    /// <summary>A class that others may use must have the allotment that is asked for; it is not changed without a word.</summary>
    private void Compare()
    {
        List<string> there = Schemata.LinesOf(ResctrlFiles.Read(Path + "/schemata"));
        foreach ((string field, string? schema) in (ReadOnlySpan<(string, string?)>)[("l3CacheSchema", _rdt.L3CacheSchema), ("memBwSchema", _rdt.MemBwSchema)])
        {
            foreach (string line in Schemata.LinesOf(schema))
            {
                if (!Schemata.Has(there, line))
                {
                    string own = there.Find(other => Schemata.ResourceOf(other) == Schemata.ResourceOf(line)) ?? "nothing for it";
                    throw Refuse(field, $"the class of service '{Name}' is there already and has '{own}', not '{line}': change one of them, or use another class");
                }
            }
        }
    }

    private void RequireAllowed(List<string> lines)
    {
        if (Name is "info" or "mon_groups" or "mon_data")
        {
            throw Refuse("closID", $"'{Name}' is a directory of resctrl itself and cannot name a class of service: give another name");
        }

        foreach (string line in lines)
        {
            string resource = Schemata.ResourceOf(line);
            if (resource.Contains('/', StringComparison.Ordinal) || HostPaths.TryStat($"{Root}/info/{resource}", out _) != 0)
            {
                throw Refuse(string.Empty, $"this processor, or its kernel, does not allot '{resource}': '{Root}/info' has a directory for each resource that it does");
            }
        }

        if (Monitoring is not null && HostPaths.TryStat(Root + "/info/L3_MON", out _) != 0)
        {
            throw Refuse("enableMonitoring", $"this processor, or its kernel, does not monitor: there is no '{Root}/info/L3_MON'");
        }
    }

    private void MakeDirectory(string path, Journal journal, bool isShared)
    {
        bool wasThere = HostPaths.TryStat(path, out _) == 0;
        if (!wasThere)
        {
            journal.Write(ResctrlJournal.Planned(path, isShared));
        }

        int errno = Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, path, DirectoryMode);
        if (errno == 0)
        {
            journal.Write(ResctrlJournal.Made(path, isShared));
        }
        else if (errno != Errno.EEXIST)
        {
            string hint = errno == Errno.ENOSPC ? ": all that the processor has are in use" : string.Empty;
            throw Refuse(string.Empty, $"cannot make '{path}': {ResctrlFiles.Explain(Root, "mkdir", errno)}{hint}");
        }
    }

    private ContainerException Refuse(string field, string reason) => Refuse(_config, _rdt, field, reason);

    private static ContainerException Refuse(ContainerConfig config, IntelRdtConfig rdt, string field, string reason)
    {
        SourceLocation place = config.Source.Locate(rdt.Offset);
        string path = field.Length == 0 ? "linux.intelRdt" : "linux.intelRdt." + field;
        return new ContainerException(FailureKind.Launch, $"{config.Source.FileName}:{place.Line}:{place.Column}: {path}: {reason}");
    }
}
