// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Mounts: made detached, given their attributes, then put in place by descriptor.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool MountFilesystem(MountFilesystemStep* step)
    {
        byte* type = _plan.Text(step->FilesystemType);
        byte* source = _plan.Text(step->Source);
        byte* options = _plan.Bytes(step->Options, 1);
        if (type == null || source == null || options == null)
        {
            return false;
        }

        if (((MountFlags)step->Flags & MountFlags.Classic) != 0)
        {
            return MountClassic(step, type, source);
        }

        nint context = Call(SyscallNumber.fsopen, (nint)type, (nint)Mount.FSOPEN_CLOEXEC);
        if (context == -Errno.ENOSYS || context == -Errno.EPERM)
        {
            // The profile of a container around us may forbid the newer calls and allow mount(2).
            return MountClassic(step, type, source);
        }

        if (IsError(context))
        {
            return At(FailurePoint.Superblock);
        }

        nint mount = Configure(context, step, source, options);
        Close(context);
        if (IsError(mount))
        {
            return false;
        }

        bool done = MapIds(mount, (MountFlags)step->Flags)
            && Attach(mount, step->Target, directory: true, (MountFlags)step->Flags)
            && Propagate(mount, step->Propagation);
        Close(mount);
        return done;
    }

    private nint Configure(nint context, MountFilesystemStep* step, byte* source, byte* options)
    {
        System.ReadOnlySpan<byte> sourceKey = "source\0"u8;
        fixed (byte* key = sourceKey)
        {
            if (step->Source.Length != 0
                && !Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_SET_STRING, (nint)key, (nint)source))
            {
                return Complain(context, FailurePoint.Source);
            }
        }

        if (!SetOptions(context, options, step->Options.Length))
        {
            return -Errno.EINVAL;
        }

        if (!Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_CMD_CREATE))
        {
            return Complain(context, FailurePoint.Superblock);
        }

        nint mount = Call(SyscallNumber.fsmount, context, (nint)Mount.FSMOUNT_CLOEXEC, (nint)step->Attributes);
        return IsError(mount) ? Complain(context, FailurePoint.Attributes) : mount;
    }

    private bool SetOptions(nint context, byte* options, uint length)
    {
        uint position = 0;
        while (position < length)
        {
            byte form = options[position];
            byte* key = options + position + 1;
            uint keyEnd = End(options, position + 1, length);
            uint valueEnd = form == (byte)'s' ? End(options, keyEnd + 1, length) : keyEnd;
            if (keyEnd >= length || valueEnd >= length || (form != (byte)'f' && form != (byte)'s'))
            {
                return _plan.Refuse(PlanFault.Blob);
            }

            bool set = form == (byte)'f'
                ? Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_SET_FLAG, (nint)key)
                : Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_SET_STRING, (nint)key, (nint)(options + keyEnd + 1));
            if (!set)
            {
                return Name(key, keyEnd - position - 1, FailurePoint.Option);
            }

            position = valueEnd + 1;
        }

        return true;
    }

    private static uint End(byte* bytes, uint from, uint length)
    {
        while (from < length && bytes[from] != 0)
        {
            from++;
        }

        return from;
    }

    /// <summary>Keeps what the kernel wrote about a failed mount as the detail. The error stays.</summary>
    private nint Complain(nint context, FailurePoint point)
    {
        int error = _error;
        SyscallNumber call = _call;
        byte* words = stackalloc byte[InitMessage.DetailCapacity];
        nint length = TKernel.Invoke(SyscallNumber.read, context, (nint)words, InitMessage.DetailCapacity, 0, 0, 0);
        if (!IsError(length))
        {
            Name(words, (uint)length, point);
        }

        _error = error;
        _call = call;
        At(point);
        return -error;
    }

    private bool Attach(nint mount, BlobRef target, bool directory, MountFlags flags)
    {
        nint place = OpenTarget(target, directory, flags);
        if (IsError(place))
        {
            return false;
        }

        bool moved = Move(mount, place);
        Close(place);
        return moved;
    }

    /// <summary>Puts a detached mount in its place.</summary>
    private bool Move(nint mount, nint place)
    {
        byte empty = 0;
        return Try(
            SyscallNumber.move_mount,
            mount,
            (nint)(&empty),
            place,
            (nint)(&empty),
            (nint)(Mount.MOVE_MOUNT_F_EMPTY_PATH | Mount.MOVE_MOUNT_T_EMPTY_PATH)) || At(FailurePoint.Attach);
    }

    /// <summary>Makes a detached copy of what a descriptor stands for.</summary>
    private nint CloneMount(nint descriptor, bool recursive)
    {
        byte empty = 0;
        uint flags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (uint)Fcntl.AT_EMPTY_PATH | (recursive ? (uint)Fcntl.AT_RECURSIVE : 0);
        return Call(SyscallNumber.open_tree, descriptor, (nint)(&empty), (nint)flags);
    }

    /// <summary>Makes a detached mount of a file system that needs no parameters.</summary>
    private nint MountDetached(System.ReadOnlySpan<byte> typeWithNul, ulong attributes)
    {
        fixed (byte* type = typeWithNul)
        {
            nint context = Call(SyscallNumber.fsopen, (nint)type, (nint)Mount.FSOPEN_CLOEXEC);
            if (IsError(context))
            {
                At(FailurePoint.Superblock);
                return context;
            }

            nint mount = Call(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_CMD_CREATE);
            if (!IsError(mount))
            {
                mount = Call(SyscallNumber.fsmount, context, (nint)Mount.FSMOUNT_CLOEXEC, (nint)attributes);
            }

            Close(context);
            if (IsError(mount))
            {
                At(FailurePoint.Superblock);
            }

            return mount;
        }
    }

    private bool Propagate(nint mount, uint propagation)
    {
        if (propagation == 0)
        {
            return true;
        }

        MountAttr attributes = default;
        attributes.Propagation = propagation & ~Mount.MS_REC;
        return SetAttributes(mount, &attributes, (propagation & Mount.MS_REC) != 0) || At(FailurePoint.Propagation);
    }

    private bool SetAttributes(nint mount, MountAttr* attributes, bool recursive)
    {
        byte empty = 0;
        int flags = Fcntl.AT_EMPTY_PATH | (recursive ? Fcntl.AT_RECURSIVE : 0);

        // KERNEL(5.12): mount_setattr.
        return Try(SyscallNumber.mount_setattr, mount, (nint)(&empty), flags, (nint)attributes, MountAttr.Size);
    }

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
        bool recursive = ((MountFlags)step->Flags & MountFlags.Recursive) != 0;
        nint tree;
        if (step->SourceRegister != Register.None)
        {
            nint held = Take(step->SourceRegister);
            if (held < 0)
            {
                return -Errno.EBADF;
            }

            if (((MountFlags)step->Flags & MountFlags.Detached) != 0)
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

            uint flags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (recursive ? (uint)Fcntl.AT_RECURSIVE : 0);
            tree = Call(SyscallNumber.open_tree, Fcntl.AT_FDCWD, (nint)path, (nint)flags);
        }

        if (IsError(tree))
        {
            At(FailurePoint.Source);
        }

        return tree;
    }

    /// <summary>Gives a detached mount the id mappings of the user namespace that was handed over.</summary>
    private bool MapIds(nint mount, MountFlags flags)
    {
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

        if (!MapIds(source, (MountFlags)step->Flags))
        {
            return false;
        }

        MountAttr top = default;
        top.AttrSet = step->AttrSet;
        top.AttrClr = step->AttrClear;
        if ((top.AttrSet | top.AttrClr) != 0 && !SetAttributes(source, &top, recursive: false))
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

    private bool ChangeMount(ChangeMountStep* step)
    {
        byte* path = _plan.Text(step->Target);
        if (path == null)
        {
            return false;
        }

        nint place = OpenInRoot(path, Fcntl.O_PATH, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        if (IsError(place))
        {
            return At(FailurePoint.Target);
        }

        MountAttr attributes = default;
        attributes.AttrSet = step->AttrSet;
        attributes.AttrClr = step->AttrClear;
        bool changed = SetAttributes(place, &attributes, ((MountFlags)step->Flags & MountFlags.Recursive) != 0);
        Close(place);
        return changed || At(FailurePoint.Attributes);
    }

    /// <summary>mount(2) on the current directory, which is moved to the target for the call.</summary>
    private bool MountClassic(MountFilesystemStep* step, byte* type, byte* source)
    {
        byte* data = _plan.Text(step->Data);
        if (data == null)
        {
            return false;
        }

        nint place = OpenTarget(step->Target, directory: true, (MountFlags)step->Flags);
        if (IsError(place))
        {
            return false;
        }

        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        bool mounted = Try(SyscallNumber.fchdir, place)
            && Try(SyscallNumber.mount, (nint)source, (nint)here, (nint)type, (nint)step->ClassicFlags, (nint)data);
        Close(place);
        if (!mounted)
        {
            return At(FailurePoint.Superblock);
        }

        return step->Propagation == 0 || PropagateTarget(step->Target, step->Propagation);
    }

    private bool PropagateTarget(BlobRef target, uint propagation)
    {
        byte* path = _plan.Text(target);
        if (path == null)
        {
            return false;
        }

        nint place = OpenInRoot(path, Fcntl.O_PATH, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        if (IsError(place))
        {
            return At(FailurePoint.Propagation);
        }

        bool done = Propagate(place, propagation);
        Close(place);
        return done;
    }
}
