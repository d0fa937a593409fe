// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>What the options of one mount ask for (config-linux.md, Linux mount options; mount(8)).</summary>
/// <remarks>Of options that contradict each other the later one counts, as with mount(8).</remarks>
internal sealed class MountOptions
{
    private const ulong AccessTime = Mount.MOUNT_ATTR__ATIME;

    /// <summary>MOUNT_ATTR_* flags to set on the mount itself.</summary>
    public ulong Set { get; private set; }

    /// <summary>MOUNT_ATTR_* flags to clear on the mount itself.</summary>
    public ulong Clear { get; private set; }

    /// <summary>MOUNT_ATTR_* flags to set on the whole tree.</summary>
    public ulong TreeSet { get; private set; }

    /// <summary>MOUNT_ATTR_* flags to clear on the whole tree.</summary>
    public ulong TreeClear { get; private set; }

    /// <summary>The MS_* flags of the superblock, such as MS_SYNCHRONOUS.</summary>
    public uint Superblock { get; private set; }

    /// <summary>The MS_* propagation, or 0.</summary>
    public uint Propagation { get; private set; }

    /// <summary>MS_BIND and MS_REC of a bind mount, or 0.</summary>
    public uint Bind { get; private set; }

    /// <summary>Links at the source and the target, what a tmpfs begins with.</summary>
    public MountFlags Flags { get; set; }

    /// <summary>Whether a mount that stands is changed.</summary>
    public bool IsRemount { get; private set; }

    /// <summary>Whether the mount gets the id mappings of the container.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>The id mappings that an option gives the mount, in crun's form; or null.</summary>
    public string? OwnMap { get; private set; }

    /// <summary>Whether id mappings are for the mounts below it too.</summary>
    public bool MapsTree { get; private set; }

    /// <summary>What the file system itself understands, in its order.</summary>
    public List<string> Data { get; } = [];

    /// <summary>Reads the options of a mount.</summary>
    public static MountOptions Read(MountConfig mount)
    {
        var options = new MountOptions
        {
            Bind = mount.Type switch { "bind" => Mount.MS_BIND, "rbind" => Mount.MS_BIND | Mount.MS_REC, _ => 0 },
        };
        foreach (string option in mount.Options)
        {
            if (!options.TakeKind(option) && !options.TakeLinks(option, mount.Type) && !options.TakeTop(option) && !options.TakeTree(option) && !options.TakeSuperblock(option))
            {
                options.Data.Add(option);
            }
        }

        if (mount.Type == MountCompiler.Tmpfs && !options.Data.Exists(MountCompiler.GivesMode))
        {
            options.Flags |= MountFlags.ModeOfTarget;
        }

        return options;
    }

    /// <summary>Whether a mount binds something that exists.</summary>
    public static bool IsBind(MountConfig mount) =>
        mount.Type is "bind" or "rbind" || Array.IndexOf(mount.Options, "bind") >= 0 || Array.IndexOf(mount.Options, "rbind") >= 0;

    /// <summary>The MS_* flags of a propagation by its name, or 0 when it names none.</summary>
    public static uint PropagationOf(string name) => name switch
    {
        "private" => Mount.MS_PRIVATE,
        "rprivate" => Mount.MS_PRIVATE | Mount.MS_REC,
        "shared" => Mount.MS_SHARED,
        "rshared" => Mount.MS_SHARED | Mount.MS_REC,
        "slave" => Mount.MS_SLAVE,
        "rslave" => Mount.MS_SLAVE | Mount.MS_REC,
        "unbindable" => Mount.MS_UNBINDABLE,
        "runbindable" => Mount.MS_UNBINDABLE | Mount.MS_REC,
        _ => 0,
    };

    /// <summary>The MS_* flags that ask mount(2) for the same.</summary>
    public uint ClassicFlags()
    {
        uint flags = Superblock;
        flags |= (Set & Mount.MOUNT_ATTR_RDONLY) != 0 ? Mount.MS_RDONLY : 0;
        flags |= (Set & Mount.MOUNT_ATTR_NOSUID) != 0 ? Mount.MS_NOSUID : 0;
        flags |= (Set & Mount.MOUNT_ATTR_NODEV) != 0 ? Mount.MS_NODEV : 0;
        flags |= (Set & Mount.MOUNT_ATTR_NOEXEC) != 0 ? Mount.MS_NOEXEC : 0;
        flags |= (Set & Mount.MOUNT_ATTR_NODIRATIME) != 0 ? Mount.MS_NODIRATIME : 0;
        flags |= (Set & Mount.MOUNT_ATTR_NOSYMFOLLOW) != 0 ? Mount.MS_NOSYMFOLLOW : 0;
        flags |= (Set & AccessTime) switch
        {
            Mount.MOUNT_ATTR_NOATIME => Mount.MS_NOATIME,
            Mount.MOUNT_ATTR_STRICTATIME => Mount.MS_STRICTATIME,
            _ => Mount.MS_RELATIME,
        };
        return flags;
    }

    /// <summary>Options for a new file system with MOUNT_ATTR_* flags and parameters of its own.</summary>
    public static MountOptions Make(ulong attributes, params ReadOnlySpan<string> data)
    {
        var options = new MountOptions { Set = attributes };
        foreach (string option in data)
        {
            options.Data.Add(option);
        }

        return options;
    }

    /// <summary>Takes 'ro' and 'rro' back.</summary>
    public void RemoveReadOnly()
    {
        Set &= ~Mount.MOUNT_ATTR_RDONLY;
        TreeSet &= ~Mount.MOUNT_ATTR_RDONLY;
    }

    private bool TakeKind(string option)
    {
        uint propagation = PropagationOf(option);
        if (propagation != 0)
        {
            Propagation = propagation;
            return true;
        }

        switch (option)
        {
            case "":
            case "defaults":
                return true;
            case "bind":
                Bind |= Mount.MS_BIND;
                return true;
            case "rbind":
                Bind |= Mount.MS_BIND | Mount.MS_REC;
                return true;
            case "idmap":
            case "ridmap":
                IsMapped = true;
                MapsTree = option == "ridmap";
                return true;
            default:
                return TakeOwnMap(option);
        }
    }

    private bool TakeOwnMap(string option)
    {
        if (!MountIdMap.IsOption(option))
        {
            return false;
        }

        IsMapped = true;
        MapsTree = option[0] == 'r';
        OwnMap = option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..] is { Length: > 0 } own ? own : null;
        return true;
    }

    private bool TakeLinks(string option, string? type)
    {
        if (option == "remount")
        {
            IsRemount = true;
            return true;
        }

        MountFlags flag = option switch
        {
            "src-nofollow" => MountFlags.SourceNoFollow,
            "dest-nofollow" => MountFlags.TargetNoFollow,
            "copy-symlink" => MountFlags.CopySymlink,
            "tmpcopyup" when type == MountCompiler.Tmpfs => MountFlags.CopyUp,
            _ => MountFlags.None,
        };
        Flags |= flag;
        return flag != MountFlags.None;
    }

    private bool TakeTop(string option)
    {
        if (!Find(option, out ulong set, out ulong clear))
        {
            return false;
        }

        Set = (Set & ~clear) | set;
        Clear = (Clear | clear) & ~(set & ~AccessTime);
        return true;
    }

    private bool TakeTree(string option)
    {
        if (!option.StartsWith('r') || !IsRecursive(option) || !Find(option[1..], out ulong set, out ulong clear))
        {
            return false;
        }

        TreeSet = (TreeSet & ~clear) | set;
        TreeClear = (TreeClear | clear) & ~(set & ~AccessTime);
        return true;
    }

    /// <summary>What an option sets and clears. Setting an access time mode clears the others.</summary>
    private static bool Find(string option, out ulong set, out ulong clear)
    {
        (bool known, set, clear) = option switch
        {
            "ro" => (true, Mount.MOUNT_ATTR_RDONLY, 0UL),
            "rw" => (true, 0UL, Mount.MOUNT_ATTR_RDONLY),
            "nosuid" => (true, Mount.MOUNT_ATTR_NOSUID, 0UL),
            "suid" => (true, 0UL, Mount.MOUNT_ATTR_NOSUID),
            "nodev" => (true, Mount.MOUNT_ATTR_NODEV, 0UL),
            "dev" => (true, 0UL, Mount.MOUNT_ATTR_NODEV),
            "noexec" => (true, Mount.MOUNT_ATTR_NOEXEC, 0UL),
            "exec" => (true, 0UL, Mount.MOUNT_ATTR_NOEXEC),
            "nodiratime" => (true, Mount.MOUNT_ATTR_NODIRATIME, 0UL),
            "diratime" => (true, 0UL, Mount.MOUNT_ATTR_NODIRATIME),
            "nosymfollow" => (true, Mount.MOUNT_ATTR_NOSYMFOLLOW, 0UL),
            "symfollow" => (true, 0UL, Mount.MOUNT_ATTR_NOSYMFOLLOW),
            "noatime" => (true, Mount.MOUNT_ATTR_NOATIME, AccessTime),
            "strictatime" => (true, Mount.MOUNT_ATTR_STRICTATIME, AccessTime),

            // KERNEL: relatime is the kernel's default mode and has no bit of its own.
            "relatime" or "atime" or "nostrictatime" => (true, Mount.MOUNT_ATTR_RELATIME, AccessTime),
            "norelatime" => (true, 0UL, 0UL),
            _ => (false, 0UL, 0UL),
        };
        return known;
    }

    // The options of the table with an 'r' in front; "relatime" itself is none of them.
    private static bool IsRecursive(string option) => option is
        "rro" or "rrw" or "rnosuid" or "rsuid" or "rnodev" or "rdev" or "rnoexec" or "rexec" or "rnodiratime"
        or "rdiratime" or "rnosymfollow" or "rsymfollow" or "rnoatime" or "ratime" or "rstrictatime"
        or "rnostrictatime" or "rrelatime" or "rnorelatime";

    private bool TakeSuperblock(string option)
    {
        (uint set, uint clear) = option switch
        {
            "sync" => (Mount.MS_SYNCHRONOUS, 0u),
            "async" => (0u, Mount.MS_SYNCHRONOUS),
            "dirsync" => (Mount.MS_DIRSYNC, 0u),
            "lazytime" => (Mount.MS_LAZYTIME, 0u),
            "nolazytime" => (0u, Mount.MS_LAZYTIME),
            "mand" => (Mount.MS_MANDLOCK, 0u),
            "nomand" => (0u, Mount.MS_MANDLOCK),
            "iversion" => (Mount.MS_I_VERSION, 0u),
            "noiversion" => (0u, Mount.MS_I_VERSION),
            "silent" => (Mount.MS_SILENT, 0u),
            "loud" => (0u, Mount.MS_SILENT),
            _ => (0u, 0u),
        };
        Superblock = (Superblock & ~clear) | set;
        return (set | clear) != 0;
    }
}
