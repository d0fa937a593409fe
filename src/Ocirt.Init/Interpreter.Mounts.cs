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

        MountFlags flags = (MountFlags)step->Flags;

        // The profile of a container around us may forbid the newer calls and allow mount(2).
        nint context = (flags & MountFlags.Classic) != 0 ? -Errno.ENOSYS : Call(SyscallNumber.fsopen, (nint)type, (nint)Mount.FSOPEN_CLOEXEC);
        bool missing = IsMissing(context);
        if (missing && ((step->ClassicFlags & Mount.MS_REMOUNT) != 0 || ((flags & (MountFlags.CopyUp | MountFlags.IdMapped)) == 0 && step->Propagation == 0)))
        {
            return MountClassic(step, type, source);
        }

        if (IsError(context) && !missing)
        {
            return At(FailurePoint.Superblock);
        }

        nint mount = missing ? StageNew(step, type, source) : Configure(context, step, source, options);
        if (!missing)
        {
            Close(context);
        }

        if (IsError(mount))
        {
            return missing ? At(FailurePoint.Superblock) : false;
        }

        nint place = OpenTarget(step->Target, directory: true, flags);
        bool done = !IsError(place)
            && ((flags & MountFlags.CopyUp) == 0 || CopyUp(place, mount, step->Attributes))
            && MapIds(mount, flags)
            && Move(mount, place)
            && Propagate(mount, step->Propagation);
        if (!IsError(place))
        {
            Close(place);
        }

        Close(mount);
        return done;
    }

    /// <summary>The permission bits of a directory that is there, or -1.</summary>
    private int ModeOf(BlobRef target)
    {
        byte* path = _plan.Text(target);
        if (path == null)
        {
            return -1;
        }

        nint there = OpenInRoot(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        if (IsError(there))
        {
            return -1;
        }

        Statx about;
        bool described = DescribeDescriptor(there, &about);
        Close(there);
        return described ? about.Mode & 0xFFF : -1;
    }

    private bool SetMode(nint context, int mode)
    {
        byte* octal = stackalloc byte[OctalSize];
        Octal(octal, mode);
        System.ReadOnlySpan<byte> name = "mode\0"u8;
        fixed (byte* key = name)
        {
            return Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_SET_STRING, (nint)key, (nint)octal);
        }
    }

    private static void Octal(byte* text, int mode)
    {
        for (int i = 0; i < OctalSize - 1; i++)
        {
            text[i] = (byte)('0' + ((mode >> (9 - (3 * i))) & 7));
        }

        text[OctalSize - 1] = 0;
    }

    /// <summary>The parameters for mount(2), with the mode of what is covered where that is asked for.</summary>
    /// <param name="step">The step.</param>
    /// <param name="room">Room for <see cref="PathCapacity"/> bytes.</param>
    /// <returns>The parameters, or null when the plan is not whole.</returns>
    private byte* DataOf(MountFilesystemStep* step, byte* room)
    {
        byte* data = _plan.Text(step->Data);
        int mode = data != null && ((MountFlags)step->Flags & MountFlags.ModeOfTarget) != 0 ? ModeOf(step->Target) : -1;
        System.ReadOnlySpan<byte> option = "mode="u8;
        if (mode < 0 || step->Data.Length + (uint)option.Length + OctalSize + 1 > PathCapacity)
        {
            return data;
        }

        // SAFETY: a parameter, no later chmod(2): that would need the path once more, which others could have changed by then.
        uint used = 0;
        for (; used < step->Data.Length; used++)
        {
            room[used] = data[used];
        }

        if (used != 0)
        {
            room[used++] = (byte)',';
        }

        for (int i = 0; i < option.Length; i++)
        {
            room[used++] = option[i];
        }

        Octal(room + used, mode);
        return room;
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

        int mode = ((MountFlags)step->Flags & MountFlags.ModeOfTarget) != 0 ? ModeOf(step->Target) : -1;
        if (mode >= 0 && !SetMode(context, mode))
        {
            return Complain(context, FailurePoint.Superblock);
        }

        if (!Try(SyscallNumber.fsconfig, context, (nint)Mount.FSCONFIG_CMD_CREATE))
        {
            return Complain(context, FailurePoint.Superblock);
        }

        // ORDER: what is copied up is written before the mount becomes read-only.
        ulong attributes = ((MountFlags)step->Flags & MountFlags.CopyUp) != 0 ? step->Attributes & ~Mount.MOUNT_ATTR_RDONLY : step->Attributes;
        nint mount = Call(SyscallNumber.fsmount, context, (nint)Mount.FSMOUNT_CLOEXEC, (nint)attributes);
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
        nint moved = Call(
            SyscallNumber.move_mount,
            mount,
            (nint)(&empty),
            place,
            (nint)(&empty),
            (nint)(Mount.MOVE_MOUNT_F_EMPTY_PATH | Mount.MOVE_MOUNT_T_EMPTY_PATH));
        if (IsMissing(moved))
        {
            moved = MountByNumber(mount, place, Mount.MS_MOVE);
        }

        if (!IsError(moved))
        {
            return true;
        }

        // KERNEL: a file against a directory is EINVAL, as much else.
        Statx source = default;
        Statx target = default;
        bool known = DescribeDescriptor(mount, &source) && DescribeDescriptor(place, &target);
        bool isDirectory = known && (target.Mode & Stat.S_IFMT) == Stat.S_IFDIR;
        if (known && isDirectory != ((source.Mode & Stat.S_IFMT) == Stat.S_IFDIR))
        {
            _value = isDirectory ? 1u : 0;
            return Fail(SyscallNumber.move_mount, Errno.ENOTDIR, FailurePoint.FileAgainstDirectory);
        }

        return Fail(SyscallNumber.move_mount, (int)-moved, FailurePoint.Attach);
    }

    /// <summary>Makes a copy of what a descriptor stands for, attached nowhere that anybody else sees.</summary>
    private nint CloneMount(nint descriptor, bool recursive)
    {
        byte empty = 0;
        uint flags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (uint)Fcntl.AT_EMPTY_PATH | (recursive ? (uint)Fcntl.AT_RECURSIVE : 0);
        nint tree = Call(SyscallNumber.open_tree, descriptor, (nint)(&empty), (nint)flags);
        return IsMissing(tree) ? StageCopy(descriptor, recursive) : tree;
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

    /// <summary>A new file system, or other parameters for one that stands, by mount(2).</summary>
    private bool MountClassic(MountFilesystemStep* step, byte* type, byte* source)
    {
        byte* room = stackalloc byte[PathCapacity];
        byte* data = DataOf(step, room);
        nint place = data == null ? -Errno.EINVAL : OpenTarget(step->Target, directory: true, (MountFlags)step->Flags);
        if (IsError(place))
        {
            return false;
        }

        bool mounted = MountOn(place, type, source, step->ClassicFlags, data) || At(FailurePoint.Superblock);

        // Only a mount that stood before has one to change: a new one lies over the place.
        bool done = mounted && Propagate(place, step->Propagation);
        Close(place);
        return done;
    }

    /// <summary>mount(2) on the current directory, which is moved to the place for the call.</summary>
    private bool MountOn(nint place, byte* type, byte* source, ulong flags, byte* data)
    {
        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        return Try(SyscallNumber.fchdir, place)
            && Try(SyscallNumber.mount, (nint)source, (nint)here, (nint)type, (nint)flags, (nint)data);
    }

    /// <summary>The digits of a mode and a NUL.</summary>
    private const int OctalSize = 5;
}
