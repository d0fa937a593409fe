// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;

namespace Ocirt.Init;

/// <content>
/// What stands in for mount_setattr(2): mount(2) with MS_REMOUNT and MS_BIND, which sets all flags of a mount at once, so
/// that those it has are read first and kept; and for a whole tree, each mount that mountinfo lists below it.
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>How many mounts a tree may have whose attributes change one by one.</summary>
    private const int MaxTreeMounts = 1024;

    private bool SetAttributes(nint mount, MountAttr* attributes, bool recursive)
    {
        byte empty = 0;
        int flags = Fcntl.AT_EMPTY_PATH | (recursive ? Fcntl.AT_RECURSIVE : 0);

        // KERNEL(5.12): mount_setattr; MOUNT_ATTR_NOSYMFOLLOW 5.14, where mount(2) has it since 5.10.
        nint set = Call(SyscallNumber.mount_setattr, mount, (nint)(&empty), flags, (nint)attributes, MountAttr.Size);
        bool young = set == -Errno.EINVAL && ((attributes->AttrSet | attributes->AttrClr) & Mount.MOUNT_ATTR_NOSYMFOLLOW) != 0;
        bool forbidden = set == -Errno.EPERM && IsForbidden();
        if (set != -Errno.ENOSYS && !young && !forbidden)
        {
            return !IsError(set);
        }

        // Nothing else maps ids.
        bool changed = (attributes->AttrSet & Mount.MOUNT_ATTR_IDMAP) == 0 && Remount(mount, attributes, recursive);
        if (!changed && young)
        {
            Fail(SyscallNumber.mount_setattr, Errno.EINVAL, FailurePoint.Attributes);
        }

        return changed;
    }

    /// <summary>Whether a profile forbids mount_setattr(2), not a locked flag: a struct of no size is EINVAL for the kernel.</summary>
    private static bool IsForbidden() => TKernel.Invoke(SyscallNumber.mount_setattr, -1, 0, 0, 0, 0, 0) == -Errno.EPERM;

    private bool Remount(nint mount, MountAttr* attributes, bool recursive)
    {
        if (attributes->Propagation != 0
            && IsError(MountByNumber(-1, mount, (uint)attributes->Propagation | (recursive ? Mount.MS_REC : 0))))
        {
            return false;
        }

        if ((attributes->AttrSet | attributes->AttrClr) == 0)
        {
            return true;
        }

        bool changed = RemountOne(mount, attributes);
        if (!changed && _error == Errno.EINVAL)
        {
            // KERNEL: mount(2) changes no detached mount.
            changed = StageDetached(mount) && RemountOne(mount, attributes);
        }

        return changed && (!recursive || RemountBelow(mount, attributes));
    }

    private bool RemountOne(nint mount, MountAttr* attributes)
    {
        // struct statfs has 120 bytes; f_flags is the eleventh number of 8.
        ulong* system = stackalloc ulong[16];
        if (!Try(SyscallNumber.fstatfs, mount, (nint)system))
        {
            return false;
        }

        ulong has = system[10];
        ulong now = (has & Stat.ST_RDONLY) != 0 ? Mount.MOUNT_ATTR_RDONLY : 0;
        now |= (has & Stat.ST_NOSUID) != 0 ? Mount.MOUNT_ATTR_NOSUID : 0;
        now |= (has & Stat.ST_NODEV) != 0 ? Mount.MOUNT_ATTR_NODEV : 0;
        now |= (has & Stat.ST_NOEXEC) != 0 ? Mount.MOUNT_ATTR_NOEXEC : 0;
        now |= (has & Stat.ST_NODIRATIME) != 0 ? Mount.MOUNT_ATTR_NODIRATIME : 0;
        now |= (has & Stat.ST_NOSYMFOLLOW) != 0 ? Mount.MOUNT_ATTR_NOSYMFOLLOW : 0;
        now |= (has & Stat.ST_NOATIME) != 0 ? Mount.MOUNT_ATTR_NOATIME
            : (has & Stat.ST_RELATIME) != 0 ? Mount.MOUNT_ATTR_RELATIME
            : Mount.MOUNT_ATTR_STRICTATIME;
        ulong wanted = (now & ~attributes->AttrClr) | attributes->AttrSet;
        return !IsError(MountByNumber(-1, mount, Mount.MS_REMOUNT | Mount.MS_BIND | ClassicFlags(wanted)));
    }

    /// <summary>The flags of mount(2) for the attributes of a mount.</summary>
    private static uint ClassicFlags(ulong attributes)
    {
        // KERNEL: read-only, nosuid, nodev and noexec have the same bits in both.
        uint flags = (uint)(attributes & (Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV | Mount.MOUNT_ATTR_NOEXEC));
        flags |= (attributes & Mount.MOUNT_ATTR_NODIRATIME) != 0 ? Mount.MS_NODIRATIME : 0;
        flags |= (attributes & Mount.MOUNT_ATTR_NOSYMFOLLOW) != 0 ? Mount.MS_NOSYMFOLLOW : 0;
        ulong time = attributes & Mount.MOUNT_ATTR__ATIME;
        return flags | (time == Mount.MOUNT_ATTR_NOATIME ? Mount.MS_NOATIME : time == Mount.MOUNT_ATTR_STRICTATIME ? Mount.MS_STRICTATIME : Mount.MS_RELATIME);
    }

    /// <summary>Changes every mount below one, found by its parents.</summary>
    private bool RemountBelow(nint mount, MountAttr* attributes)
    {
        // The numbers of the mounts, and behind them those of their parents.
        uint* tree = stackalloc uint[2 * MaxTreeMounts];
        ulong top = MountOf(mount);
        if (top == 0)
        {
            return Fail(SyscallNumber.mount_setattr, Errno.ENOSYS, FailurePoint.Attributes);
        }

        tree[0] = (uint)top;
        uint count = 1;
        uint known;
        do
        {
            known = count;
            if (!CollectChildren(tree, &count))
            {
                return false;
            }
        }
        while (count != known);
        return count == 1 || ChangeListed(mount, tree, count, attributes);
    }

    /// <summary>Adds each mount whose parent is in the tree.</summary>
    private bool CollectChildren(uint* tree, uint* count)
    {
        MountList list;
        byte* buffer = stackalloc byte[MountListCapacity];
        if (!OpenMounts(&list, buffer))
        {
            return false;
        }

        bool fits = true;
        while (fits && NextMount(&list))
        {
            if (Contains(tree, *count, list.Parent) && !Contains(tree, *count, list.Id))
            {
                fits = *count < MaxTreeMounts;
                if (fits)
                {
                    tree[MaxTreeMounts + *count] = list.Parent;
                    tree[(*count)++] = list.Id;
                }
            }
        }

        Close(list.File);
        return fits ? list.Failed == 0 || Fail(SyscallNumber.read, list.Failed, FailurePoint.Attributes)
            : Fail(SyscallNumber.mount_setattr, Errno.E2BIG, FailurePoint.Attributes);
    }

    private bool ChangeListed(nint mount, uint* tree, uint count, MountAttr* attributes)
    {
        MountList list;
        byte* buffer = stackalloc byte[MountListCapacity];
        byte* prefix = stackalloc byte[PathCapacity];
        uint prefixLength = 0;
        if (!FindPath(tree[0], prefix, &prefixLength) || !OpenMounts(&list, buffer))
        {
            return false;
        }

        bool changed = true;
        while (changed && NextMount(&list))
        {
            if (list.Id != tree[0] && Contains(tree, count, list.Id))
            {
                changed = ChangeOne(mount, &list, prefix, prefixLength, tree, count, attributes);
            }
        }

        Close(list.File);
        return changed && (list.Failed == 0 || Fail(SyscallNumber.read, list.Failed, FailurePoint.Attributes));
    }

    private bool ChangeOne(nint mount, MountList* list, byte* prefix, uint prefixLength, uint* tree, uint count, MountAttr* attributes)
    {
        for (uint i = 0; i < prefixLength; i++)
        {
            if (list->Path[i] != prefix[i])
            {
                return Fail(SyscallNumber.mount_setattr, Errno.EXDEV, FailurePoint.Attributes);
            }
        }

        byte* below = list->Path + prefixLength;
        while (*below == (byte)'/')
        {
            below++;
        }

        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        nint place = OpenBeneath(mount, *below == 0 ? dot : below, Fcntl.O_PATH, Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_SYMLINKS);
        if (IsError(place))
        {
            return At(FailurePoint.Attributes);
        }

        // A mount that another of the same tree covers cannot be reached, by the container neither.
        ulong found = MountOf(place);
        bool changed = found == list->Id ? RemountOne(place, attributes)
            : (Contains(tree, count, (uint)found) && IsCovered(list, (uint)found, tree, count))
                || Fail(SyscallNumber.mount_setattr, Errno.ESTALE, FailurePoint.Attributes);
        Close(place);
        return changed;
    }

    /// <summary>
    /// Whether a mount of the tree lies over another: at its path or above, and not between it and the top. SAFETY: who may
    /// rename directories in the source could otherwise lead the walk past a mount, which then stayed as it was.
    /// </summary>
    private bool IsCovered(MountList* list, uint by, uint* tree, uint count)
    {
        for (uint id = list->Id, i = count; id != tree[0]; i--)
        {
            // A parent stands before its children.
            if (i == 0 || id == by)
            {
                return false;
            }

            id = tree[i - 1] == id ? tree[MaxTreeMounts + i - 1] : id;
        }

        byte* above = stackalloc byte[PathCapacity];
        uint length = 0;
        bool covered = by != tree[0] && FindPath(by, above, &length);
        for (uint i = 0; covered && i < length; i++)
        {
            covered = list->Path[i] == above[i];
        }

        return covered && (list->Path[length] == 0 || list->Path[length] == (byte)'/');
    }

    private static bool Contains(uint* tree, uint count, uint id)
    {
        for (uint i = 0; i < count; i++)
        {
            if (tree[i] == id)
            {
                return true;
            }
        }

        return false;
    }
}
