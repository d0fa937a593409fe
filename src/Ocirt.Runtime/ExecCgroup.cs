// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Cgroups;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>The place of another process in the cgroups of a container, in the form in which init is handed it.</summary>
internal sealed class ExecCgroup : IDisposable
{
    private readonly FileDescriptor[] _files;

    private ExecCgroup(CgroupMode mode, FileDescriptor[] files)
    {
        Mode = mode;
        _files = files;
        Descriptors = Array.ConvertAll(files, static file => file.Value);
    }

    /// <summary>How the host arranges its control groups.</summary>
    internal CgroupMode Mode { get; }

    /// <summary>The directory on version 2, cgroup.procs of every hierarchy otherwise; closed with this object.</summary>
    internal int[] Descriptors { get; }

    /// <summary>Opens the container's own cgroup, or the ones below it that were asked for.</summary>
    /// <param name="record">The container.</param>
    /// <param name="asked">PATH or CONTROLLERS:PATH, or nothing.</param>
    /// <param name="first">The container's first process.</param>
    /// <exception cref="ContainerException">One of them is not there, or malformed.</exception>
    internal static ExecCgroup Open(ContainerRecord record, string[] asked, ChildProcess first)
    {
        if (asked.Length == 0 && record is { CgroupLayout: CgroupLayout.Unified, Cgroups.Count: 1 } && !System.IO.Directory.Exists(record.Cgroups[0].Directory))
        {
            // The container has left its cgroup for another, and someone has removed the empty one.
            return OpenOfFirst(record, first);
        }

        Dictionary<string, string> below = Parse(asked);
        bool isUnified = record.CgroupLayout == CgroupLayout.Unified;
        List<FileDescriptor> files = new(record.Cgroups.Count);
        try
        {
            foreach (Cgroups.CgroupHierarchy hierarchy in record.Cgroups)
            {
                files.Add(Open(hierarchy.Directory + Below(hierarchy, below), isUnified));
            }

            if (below.Count != 0 && !below.ContainsKey(string.Empty))
            {
                throw new ContainerException(FailureKind.Cgroup, $"--cgroup: the container has no cgroup of the controller '{First(below)}'");
            }
        }
        catch
        {
            files.ForEach(static file => file.Dispose());
            throw;
        }

        return new(ModeOf(record), [.. files]);
    }

    /// <summary>No cgroup that init enters: the runtime has the process put there.</summary>
    /// <param name="record">The container.</param>
    internal static ExecCgroup Placed(ContainerRecord record) => new(ModeOf(record), []);

    /// <summary>The path below the container's own cgroup that was asked for, with '/' before it; empty for that.</summary>
    /// <param name="asked">PATH or CONTROLLERS:PATH, or nothing.</param>
    internal static string Below(string[] asked) => Parse(asked).TryGetValue(string.Empty, out string? path) ? Clean(path) : string.Empty;

    /// <summary>
    /// Opens the cgroup that the container's first process is in: with version 2 the container's own takes no process once
    /// the container has made others below it and moved there.
    /// </summary>
    /// <exception cref="ContainerException">It cannot be found.</exception>
    internal static ExecCgroup OpenOfFirst(ContainerRecord record, ChildProcess first)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{first.Pid}/cgroup"), Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, out int errno);
        foreach (string line in file is null ? [] : Encoding.UTF8.GetString(file.ReadAllBytes(1 << 20)).Split('\n'))
        {
            if (line.StartsWith("0::/", StringComparison.Ordinal) && record.Cgroups.Count == 1)
            {
                return new(CgroupMode.V2, [Open(record.Cgroups[0].MountPoint + line[3..], isUnified: true)]);
            }
        }

        throw new ContainerException(FailureKind.Cgroup, $"cannot find the cgroup of process {first.Pid}: {ErrnoText.Describe(errno)}");
    }

    /// <summary>Closes the descriptors.</summary>
    public void Dispose()
    {
        foreach (FileDescriptor file in _files)
        {
            file.Dispose();
        }
    }

    private static CgroupMode ModeOf(ContainerRecord record) =>
        record.Cgroups.Count == 0 ? CgroupMode.None
        : record.CgroupLayout switch
        {
            CgroupLayout.Unified => CgroupMode.V2,
            CgroupLayout.Legacy => CgroupMode.V1,
            _ => CgroupMode.Hybrid,
        };

    private static FileDescriptor Open(string directory, bool isUnified)
    {
        int flags = isUnified ? Fcntl.O_PATH | FcntlArch.O_DIRECTORY : Fcntl.O_WRONLY;
        return FileDescriptor.TryOpen(isUnified ? directory : directory + "/cgroup.procs", flags | Fcntl.O_CLOEXEC, out int errno)
            ?? throw new ContainerException(FailureKind.Cgroup, $"cannot use the cgroup '{directory}': {ErrnoText.Describe(errno)}");
    }

    /// <summary>The path below the container's cgroup in one hierarchy, with a slash before it; what was used is taken out.</summary>
    private static string Below(Cgroups.CgroupHierarchy hierarchy, Dictionary<string, string> below)
    {
        if (below.TryGetValue(string.Empty, out string? all))
        {
            return Clean(all);
        }

        string path = string.Empty;
        foreach (string controller in hierarchy.Name.Split(','))
        {
            path = below.Remove(controller, out string? one) ? Clean(one) : path;
        }

        return path;
    }

    /// <summary>A path beneath the container's own cgroup: one that climbs out of it is refused, by components.</summary>
    private static string Clean(string path)
    {
        StringBuilder clean = new();
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                throw new ContainerException(FailureKind.Cgroup, $"--cgroup '{path}': bad sub cgroup path: it leads out of the container's own");
            }

            clean.Append(part == "." ? string.Empty : "/" + part);
        }

        return clean.ToString();
    }

    /// <summary>Takes the arguments apart; one without controllers counts for every hierarchy and stands under the empty name.</summary>
    private static Dictionary<string, string> Parse(string[] asked)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach (string argument in asked)
        {
            int colon = argument.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 && asked.Length != 1)
            {
                throw new ContainerException(FailureKind.Cgroup, $"--cgroup '{argument}': several need a controller each, as in 'cpu:{argument}'");
            }

            foreach (string controller in colon < 0 ? [string.Empty] : argument[..colon].Split(','))
            {
                if (colon >= 0 && controller.Length == 0)
                {
                    throw new ContainerException(FailureKind.Cgroup, $"--cgroup '{argument}': a controller before ':' is empty");
                }

                if (!paths.TryAdd(controller, argument[(colon + 1)..]))
                {
                    throw new ContainerException(FailureKind.Cgroup, $"--cgroup: the controller '{controller}' is given more than once");
                }
            }
        }

        return paths;
    }

    private static string First(Dictionary<string, string> paths)
    {
        foreach (string name in paths.Keys)
        {
            return name;
        }

        return string.Empty;
    }
}
