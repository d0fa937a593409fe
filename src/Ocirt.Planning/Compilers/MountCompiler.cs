// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The mounts of the configuration, in its order.</summary>
internal static class MountCompiler
{
    /// <summary>The file system that takes the mode of what it covers, and a copy of it.</summary>
    public const string Tmpfs = "tmpfs";

    /// <summary>Whether an option of a tmpfs gives the mode of its root.</summary>
    public static bool GivesMode(string option) =>
        option.StartsWith("mode=", StringComparison.Ordinal) || option.Contains(",mode=", StringComparison.Ordinal);

    public static void Compile(PlanDraft draft)
    {
        foreach (MountConfig mount in draft.Config.Mounts)
        {
            string target = TargetOf(draft, mount);
            MountOptions options = MountOptions.Read(mount);
            if (options.Bind == 0 && MayBelongToNetwork(mount))
            {
                NamespaceCompiler.CompileBorrowedNetwork(draft);
            }

            draft.From(mount);
            if (!IsAllowed(draft, mount, options, target))
            {
                continue;
            }

            if (options.IsRemount)
            {
                AddChange(draft, options, mount, target);
            }
            else if (options.Bind != 0)
            {
                WarnOfIgnored(draft, mount, options);
                AddBind(draft, options, ContainerPath.Absolute(draft.Host.BundlePath, mount.Source ?? ""), target, MapsOf(draft, mount, options), isGiven: true);
            }
            else if (mount.Type == "cgroup")
            {
                CgroupMountCompiler.Compile(draft, mount, options, target);
            }
            else
            {
                if (IsLate(mount, options, target))
                {
                    // ORDER: writable until nodes and mount points in it are made; CompileLate takes that away.
                    options.RemoveReadOnly();
                }

                AddFilesystem(draft, options, mount.Type ?? "", mount.Source, target, MapsOf(draft, mount, options));
            }
        }
    }

    /// <summary>Whether a new file system could show the network namespace in which it is made, as sysfs and those of the network do.</summary>
    private static bool MayBelongToNetwork(MountConfig mount) => mount.Type is not ("proc" or Tmpfs or "devpts" or "mqueue");

    /// <summary>Makes read-only what had to be writable while the container was put together.</summary>
    public static void CompileLate(PlanDraft draft)
    {
        foreach (MountConfig mount in draft.Config.Mounts)
        {
            string target = TargetOf(draft, mount);
            if (IsLate(mount, MountOptions.Read(mount), target))
            {
                draft.From(mount);
                draft.Add(StepOp.ChangeMount, new ChangeMountStep { Target = draft.Text(target), AttrSet = Mount.MOUNT_ATTR_RDONLY });
            }
        }
    }

    public static void AddBind(PlanDraft draft, MountOptions options, string source, string target, IdMaps? maps = null, bool isGiven = false)
    {
        bool recursive = (options.Bind & Mount.MS_REC) != 0;

        // As with runc and crun: without any attribute the mount is like its source, with one it has those alone. In a
        // user namespace those of the source are locked, but for one.
        bool isChosen = isGiven && (options.Set | options.Clear) != 0;
        bool isExact = isChosen && draft.Namespace(NamespaceKind.User) is null;
        ulong cleared = options.Clear | (isChosen && !isExact ? Mount.MOUNT_ATTR_NOSYMFOLLOW & ~options.Set : 0);
        MountFlags flags = FlagsFor(target) | options.Flags
            | (recursive ? MountFlags.Recursive : MountFlags.None) | (isExact ? MountFlags.Exact : MountFlags.None);
        uint register;
        if (draft.OpensForInit && !IsInRootfs(draft, source))
        {
            bool follows = (options.Flags & (MountFlags.SourceNoFollow | MountFlags.CopySymlink)) == 0;
            register = draft.RequestTree(new BindSource(source, 0, recursive, follows, maps, options.MapsTree));
            flags |= MountFlags.Detached;
        }
        else
        {
            // KERNEL: the ids of a mount are mapped by who has rights over its file system; the root of a user namespace
            // has them over none of the host's, and the runtime has no way into the container's mount namespace.
            bool isMappedByBrain = maps is not null && draft.OpensForInit && draft.Namespace(NamespaceKind.User) is not null;
            flags |= isMappedByBrain ? MountFlags.MappedByBrain : RequestMaps(draft, options, maps);

            // ORDER: at its turn: an earlier mount of the container may be what is meant.
            register = draft.OpensForInit ? draft.RequestPlace(source) : Register.None;
            if (isMappedByBrain)
            {
                draft.RequestMappedTree(source, maps!, options.MapsTree);
            }
        }

        draft.Add(StepOp.BindMount, new BindMountStep
        {
            Source = draft.Text(source),
            Target = draft.Text(target),
            AttrSet = options.Set,
            AttrClear = cleared,
            TreeAttrSet = options.TreeSet,
            TreeAttrClear = options.TreeClear,
            SourceRegister = register,
            Propagation = options.Propagation,
            Flags = (uint)flags,
        });
    }

    /// <summary>The attributes of a mount that stands, or of its file system when it is no bind mount.</summary>
    private static void AddChange(PlanDraft draft, MountOptions options, MountConfig mount, string target)
    {
        if (options.Bind == 0)
        {
            draft.Add(StepOp.MountFilesystem, new MountFilesystemStep
            {
                FilesystemType = draft.Text(mount.Type),
                Source = draft.Text(mount.Source),
                Target = draft.Text(target),
                Data = draft.Text(string.Join(',', options.Data)),
                ClassicFlags = options.ClassicFlags() | Mount.MS_REMOUNT,
                Propagation = options.Propagation,
                Flags = (uint)(MountFlags.Classic | (options.Flags & MountFlags.TargetNoFollow)),
            });
            return;
        }

        draft.Add(StepOp.ChangeMount, new ChangeMountStep { Target = draft.Text(target), AttrSet = options.Set, AttrClear = options.Clear });
        if ((options.TreeSet | options.TreeClear) != 0)
        {
            draft.Add(StepOp.ChangeMount, new ChangeMountStep
            {
                Target = draft.Text(target),
                AttrSet = options.TreeSet,
                AttrClear = options.TreeClear,
                Flags = (uint)MountFlags.Recursive,
            });
        }
    }

    public static void AddFilesystem(PlanDraft draft, MountOptions options, string type, string? source, string target, IdMaps? maps = null)
    {
        LabelCompiler.AddContext(draft, options, type);

        // A tree that has only just been made is its top mount.
        ulong attributes = options.Set | options.TreeSet;
        uint superblock = options.Superblock;
        if ((attributes & Mount.MOUNT_ATTR_RDONLY) != 0 && source?.StartsWith("/dev/", StringComparison.Ordinal) == true)
        {
            // A block device may itself be read-only, or must not be written by a journal's replay. What is no
            // device is shared by more mounts than this one: there, only the mount is made read-only.
            superblock |= Mount.MS_RDONLY;
        }

        FilesystemOptions parameters = FilesystemOptions.Write(draft.Writer, superblock, options.Data);
        MountFlags flags = FlagsFor(target) | options.Flags | (parameters.NeedsClassic ? MountFlags.Classic : MountFlags.None);
        flags |= RequestMaps(draft, options, maps);
        draft.Add(StepOp.MountFilesystem, new MountFilesystemStep
        {
            FilesystemType = draft.Text(type),
            Source = draft.Text(source),
            Target = draft.Text(target),
            Options = parameters.List,
            Data = parameters.Data,
            Attributes = attributes,
            ClassicFlags = options.ClassicFlags(),
            Propagation = options.Propagation,
            Flags = (uint)flags,
        });
    }

    private static MountFlags RequestMaps(PlanDraft draft, MountOptions options, IdMaps? maps)
    {
        if (maps is null)
        {
            return MountFlags.None;
        }

        draft.RequestIdMap(maps);
        return MountFlags.IdMapped | (options.MapsTree ? MountFlags.IdMappedTree : MountFlags.None);
    }

    /// <summary>The id mappings of a mount: its own, or those of the container where an option asks for them.</summary>
    private static IdMaps? MapsOf(PlanDraft draft, MountConfig mount, MountOptions options)
    {
        if (mount.UidMappings.Length > 0)
        {
            return IdMaps.From(mount.UidMappings, mount.GidMappings);
        }

        if (options.OwnMap is string own && MountIdMap.Read(own, draft.Linux) is { Fault: null } map)
        {
            return IdMaps.From(map.Uids, map.Gids);
        }

        if (!options.IsMapped || draft.Linux is not LinuxConfig linux)
        {
            return null;
        }

        return draft.Namespace(NamespaceKind.User) is { IsJoined: true } user
            ? new IdMaps("", "", user.Path ?? "")
            : IdMaps.From(linux.UidMappings, linux.GidMappings);
    }

    /// <summary>The destination in the container. One that is given with the path of the rootfs before it means the same, as with runc.</summary>
    public static string TargetOf(PlanDraft draft, MountConfig mount)
    {
        string target = ContainerPath.Clean(mount.Destination ?? "");
        return draft.Host.RootfsPath != "/" && ContainerPath.IsBelow(target, draft.Host.RootfsPath) ? target[draft.Host.RootfsPath.Length..] : target;
    }

    private static bool IsInRootfs(PlanDraft draft, string source)
    {
        string path = ContainerPath.Clean(source);
        return path == draft.Host.RootfsPath || ContainerPath.IsBelow(path, draft.Host.RootfsPath);
    }

    private static bool IsAllowed(PlanDraft draft, MountConfig mount, MountOptions options, string target)
    {
        if (target == "/")
        {
            // The root was opened before: what covers it afterwards would be lost without a word.
            draft.Findings.Add(DiagnosticId.MountOverRoot, mount, ["destination"], ValueText.Quote(target));
            return false;
        }

        if (!MayCover(mount, options, target))
        {
            draft.Findings.Add(DiagnosticId.MountInsideProc, mount, ["destination"], ValueText.Quote(target));
            return false;
        }

        return true;
    }

    private static void WarnOfIgnored(PlanDraft draft, MountConfig mount, MountOptions options)
    {
        foreach (string option in options.Data)
        {
            int index = Array.IndexOf(mount.Options, option);
            draft.Findings.Add(DiagnosticId.BindOptionIgnored, mount, ["options", index], ValueText.Quote(option));
        }
    }

    private static bool IsLate(MountConfig mount, MountOptions options, string target) =>
        options.Bind == 0
        && !options.IsRemount
        && ((options.Set | options.TreeSet) & Mount.MOUNT_ATTR_RDONLY) != 0
        && (target == "/dev" || mount.Type == Tmpfs);

    /// <summary>
    /// Whether a mount leaves /proc a procfs, in which init and engines read and write what they rely on
    /// (CVE-2019-16884, CVE-2023-27561). The files are those that lxcfs stands in for.
    /// </summary>
    private static bool MayCover(MountConfig mount, MountOptions options, string target)
    {
        if (target == "/proc")
        {
            return options.Bind == 0 ? mount.Type == "proc" : ContainerPath.Clean(mount.Source ?? "") == "/proc";
        }

        return !ContainerPath.IsBelow(target, "/proc") || target is
            "/proc/cpuinfo" or "/proc/diskstats" or "/proc/meminfo" or "/proc/stat" or "/proc/swaps" or "/proc/uptime"
            or "/proc/loadavg" or "/proc/slabinfo" or "/proc/net/dev" or "/proc/sys/kernel/ns_last_pid"
            or "/proc/sys/crypto/fips_enabled";
    }

    // CVE-2019-19921: a link in place of /proc or /sys would put them where others can change them.
    private static MountFlags FlagsFor(string target) =>
        target is "/proc" or "/sys" ? MountFlags.RealDirectory : MountFlags.None;
}
