// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Bind mounts: a detached copy of the source, its ids and attributes, then put in place.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool BindMount(BindMountStep* step)
    {
        nint source = CloneSource(step);
        if (IsError(source))
        {
            return false;
        }

        bool done = BindSource(source, step);
        Close(source);
        return done;
    }

    private nint CloneSource(BindMountStep* step)
    {
        MountFlags how = (MountFlags)step->Flags;
        bool recursive = (how & MountFlags.Recursive) != 0;
        nint tree;
        if (step->SourceRegister != Register.None)
        {
            nint held = Take(step->SourceRegister);
            if (held < 0)
            {
                return -Errno.EBADF;
            }

            if ((how & MountFlags.Detached) != 0 && !_treesArePlaces)
            {
                return held;
            }

            tree = CloneMount(held, recursive);
            Close(held);
        }
        else
        {
            byte* path = _plan.Text(step->Source);
            if (path == null)
            {
                return -Errno.EINVAL;
            }

            bool follow = (how & (MountFlags.SourceNoFollow | MountFlags.CopySymlink)) == 0;
            tree = ClonePath(path, recursive, follow, keepLink: (how & MountFlags.CopySymlink) != 0);
        }

        if (IsError(tree))
        {
            At(FailurePoint.Source);
        }

        return tree;
    }

    /// <summary>Has the brain map the ids of a detached mount of a file system that belongs to the host.</summary>
    private bool MapByBrain(nint mount)
    {
        AwaitStep ask = default;
        ask.Slot = (uint)LateSlot.MappedTree;
        ask.FirstRegister = Register.None;
        nint copy = Call(SyscallNumber.fcntl, mount, Fcntl.F_DUPFD_CLOEXEC, 0);
        return !IsError(copy) && Ask(&ask, (int)copy) == Outcome.Done;
    }

    /// <summary>Gives a detached mount the id mappings of the user namespace that was handed over.</summary>
    private bool MapIds(nint mount, MountFlags flags)
    {
        if ((flags & MountFlags.MappedByBrain) != 0)
        {
            return MapByBrain(mount);
        }

        if ((flags & MountFlags.IdMapped) == 0)
        {
            return true;
        }

        int user = Take(Register.IdMap);
        if (user < 0)
        {
            return false;
        }

        MountAttr attributes = default;
        attributes.AttrSet = Mount.MOUNT_ATTR_IDMAP;
        attributes.UsernsFd = (ulong)user;
        bool mapped = SetAttributes(mount, &attributes, (flags & MountFlags.IdMappedTree) != 0) || At(FailurePoint.IdMap);
        Close(user);
        return mapped;
    }

    private bool BindSource(nint source, BindMountStep* step)
    {
        Statx about;
        if (!DescribeDescriptor(source, &about))
        {
            return At(FailurePoint.Source);
        }

        if ((about.Mode & Stat.S_IFMT) == Stat.S_IFLNK && ((MountFlags)step->Flags & MountFlags.CopySymlink) != 0)
        {
            return CopySymlink(source, step);
        }

        if (!MapIds(source, (MountFlags)step->Flags))
        {
            return false;
        }

        if (!SetTop(source, step))
        {
            return At(FailurePoint.Attributes);
        }

        MountAttr tree = default;
        tree.AttrSet = step->TreeAttrSet;
        tree.AttrClr = step->TreeAttrClear;
        if ((tree.AttrSet | tree.AttrClr) != 0 && !SetAttributes(source, &tree, recursive: true))
        {
            return At(FailurePoint.Attributes);
        }

        bool directory = (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR;
        return Attach(source, step->Target, directory, (MountFlags)step->Flags) && Propagate(source, step->Propagation);
    }

    private bool SetTop(nint source, BindMountStep* step)
    {
        const ulong inherited = Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV
            | Mount.MOUNT_ATTR_NOEXEC | Mount.MOUNT_ATTR_NOSYMFOLLOW;
        MountAttr top = default;
        top.AttrSet = step->AttrSet;
        top.AttrClr = step->AttrClear;
        if (((MountFlags)step->Flags & MountFlags.Exact) != 0)
        {
            top.AttrClr |= inherited & ~step->AttrSet;
            if ((step->AttrSet & (Mount.MOUNT_ATTR__ATIME | Mount.MOUNT_ATTR_NODIRATIME)) != 0 || (step->AttrClear & Mount.MOUNT_ATTR__ATIME) != 0)
            {
                // As with mount(2): who chooses any of them chooses them all.
                top.AttrClr |= Mount.MOUNT_ATTR__ATIME | (Mount.MOUNT_ATTR_NODIRATIME & ~step->AttrSet);
            }

            if (SetAttributes(source, &top, recursive: false))
            {
                return true;
            }

            if (_error != Errno.EPERM)
            {
                return false;
            }

            // KERNEL: what an outer user namespace has set is locked; only what was asked for by name may fail.
            top.AttrClr = step->AttrClear;
        }

        return (top.AttrSet | top.AttrClr) == 0 || SetAttributes(source, &top, recursive: false);
    }

    /// <summary>Makes the link that a source is once more at the target; the same link may stand there already.</summary>
    private bool CopySymlink(nint source, BindMountStep* step)
    {
        byte* text = stackalloc byte[PathCapacity];
        byte empty = 0;
        nint length = Call(SyscallNumber.readlinkat, source, (nint)(&empty), (nint)text, PathCapacity - 1);
        if (IsError(length))
        {
            return At(FailurePoint.Source);
        }

        text[length] = 0;
        byte* name;
        nint directory = OpenDirectoryOf(step->Target, &name);
        if (IsError(directory))
        {
            return false;
        }

        nint made = Call(SyscallNumber.symlinkat, (nint)text, directory, (nint)name);
        bool same = made == -Errno.EEXIST && IsLinkTo(directory, name, text, length);
        Close(directory);
        if (IsError(made) && !same)
        {
            return made == -Errno.EEXIST
                ? Fail(SyscallNumber.symlinkat, Errno.EEXIST, FailurePoint.Different)
                : At(FailurePoint.Target);
        }

        return true;
    }

    private bool IsLinkTo(nint directory, byte* name, byte* text, nint length)
    {
        byte* there = stackalloc byte[PathCapacity];
        nint found = Call(SyscallNumber.readlinkat, directory, (nint)name, (nint)there, PathCapacity);
        if (found != length)
        {
            return false;
        }

        for (nint i = 0; i < length; i++)
        {
            if (there[i] != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
