// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>
/// What stands in for detached mounts where open_tree(2), fsopen(2) or move_mount(2) is missing: mounts are made in a
/// directory that only this process reaches, get their attributes there, and are moved to their place by mount(2). Both
/// ends are named by descriptor, through a procfs that is verified.
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private const uint StageNameCapacity = 16;

    /// <summary>A copy of what a path of the host leads to, attached nowhere that anybody else sees.</summary>
    /// <param name="path">The path.</param>
    /// <param name="recursive">Whether the mounts below it come along.</param>
    /// <param name="follow">Whether a link at the end of the path is followed.</param>
    /// <param name="keepLink">Whether a link that is not followed may be answered itself, without a copy.</param>
    private nint ClonePath(byte* path, bool recursive, bool follow, bool keepLink)
    {
        uint flags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (recursive ? (uint)Fcntl.AT_RECURSIVE : 0)
            | (follow ? 0 : (uint)Fcntl.AT_SYMLINK_NOFOLLOW);
        nint tree = Call(SyscallNumber.open_tree, Fcntl.AT_FDCWD, (nint)path, (nint)flags);
        if (!IsMissing(tree))
        {
            return tree;
        }

        nint place = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_PATH | Fcntl.O_CLOEXEC | (follow ? 0 : FcntlArch.O_NOFOLLOW));
        if (IsError(place))
        {
            _call = SyscallNumber.open_tree;
            return place;
        }

        Statx about;
        if (keepLink && DescribeDescriptor(place, &about) && (about.Mode & Stat.S_IFMT) == Stat.S_IFLNK)
        {
            return place;
        }

        nint staged = StageCopy(place, recursive);
        Close(place);
        return staged;
    }

    /// <summary>A bind mount of what a descriptor stands for, on the stage.</summary>
    private nint StageCopy(nint source, bool recursive)
    {
        byte* name = stackalloc byte[(int)StageNameCapacity];
        Statx about;
        nint place = DescribeDescriptor(source, &about) ? StagePlace(name, (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR) : -_error;
        if (IsError(place))
        {
            return place;
        }

        nint bound = MountByNumber(source, place, Mount.MS_BIND | (recursive ? Mount.MS_REC : 0));
        Close(place);
        return IsError(bound) ? bound : OpenMounted(name);
    }

    /// <summary>A new file system on the stage, as mount(2) makes it.</summary>
    private nint StageFilesystem(byte* type, byte* source, ulong flags, byte* data)
    {
        byte* name = stackalloc byte[(int)StageNameCapacity];
        nint place = StagePlace(name, directory: true);
        if (IsError(place))
        {
            return place;
        }

        bool mounted = MountOn(place, type, source, flags, data);
        Close(place);
        return mounted ? OpenMounted(name) : -_error;
    }

    /// <summary>A new file system that needs more than a mount at its place; one that gets a copy of what it will cover is writable until then.</summary>
    private nint StageNew(MountFilesystemStep* step, byte* type, byte* source)
    {
        byte* room = stackalloc byte[PathCapacity];
        byte* data = DataOf(step, room);
        if (data == null)
        {
            return -Errno.EINVAL;
        }

        MountFlags flags = (MountFlags)step->Flags;
        nint mount = StageFilesystem(type, source, step->ClassicFlags & ~((flags & MountFlags.CopyUp) != 0 ? (ulong)Mount.MS_RDONLY : 0), data);
        if (IsError(mount) || (flags & MountFlags.IdMapped) == 0)
        {
            return mount;
        }

        // KERNEL: ids are mapped on detached mounts alone.
        nint detached = CloneMount(mount, recursive: false);
        Close(mount);
        return detached;
    }

    /// <summary>Attaches a detached mount to the stage, for calls that refuse detached ones.</summary>
    private bool StageDetached(nint mount)
    {
        byte* name = stackalloc byte[(int)StageNameCapacity];
        byte empty = 0;
        Statx about;
        nint place = DescribeDescriptor(mount, &about) ? StagePlace(name, (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR) : -_error;
        if (IsError(place))
        {
            return false;
        }

        bool moved = Try(
            SyscallNumber.move_mount, mount, (nint)(&empty), place, (nint)(&empty), (nint)(Mount.MOVE_MOUNT_F_EMPTY_PATH | Mount.MOVE_MOUNT_T_EMPTY_PATH));
        Close(place);
        return moved;
    }

    /// <summary>mount(2) with source and target named by the numbers of their descriptors; a source of -1 is none.</summary>
    private nint MountByNumber(nint source, nint target, uint flags)
    {
        nint descriptors = OwnDescriptors();
        if (IsError(descriptors))
        {
            return descriptors;
        }

        byte* from = stackalloc byte[(int)StageNameCapacity];
        byte* into = stackalloc byte[(int)StageNameCapacity];
        Digits(from, (uint)source);
        Digits(into, (uint)target);

        // SAFETY: the numbers are magic links of this process's own directory: no path of anybody is walked.
        nint moved = Call(SyscallNumber.fchdir, descriptors);
        return IsError(moved) ? moved : Call(SyscallNumber.mount, source < 0 ? 0 : (nint)from, (nint)into, 0, (nint)flags, 0);
    }

    /// <summary>/proc/self/fd, opened once: the root of the procfs is verified, and nothing may be mounted on the way.</summary>
    private nint OwnDescriptors()
    {
        if (_descriptors < 0)
        {
            System.ReadOnlySpan<byte> name = "self/fd\0"u8;
            fixed (byte* path = name)
            {
                nint opened = OpenInHostProc(path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY);
                if (IsError(opened))
                {
                    return opened;
                }

                _descriptors = (int)opened;
            }
        }

        return _descriptors;
    }

    private nint OpenInHostProc(byte* path, int flags)
    {
        nint proc = HostProc();
        if (IsError(proc))
        {
            return proc;
        }

        nint opened = OpenBeneath(proc, path, flags, Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS);
        Close(proc);
        return opened;
    }

    /// <summary>A new directory or file on the stage.</summary>
    private nint StagePlace(byte* name, bool directory)
    {
        nint stage = Stage();
        if (IsError(stage))
        {
            return stage;
        }

        Digits(name, ++_staged);
        bool made = directory
            ? Try(SyscallNumber.mkdirat, stage, (nint)name, 0x1C0)
            : Try(SyscallNumber.mknodat, stage, (nint)name, (nint)(Stat.S_IFREG | 0x180));
        return made ? OpenStaged(name) : -_error;
    }

    /// <summary>
    /// What was mounted at a place of the stage. SAFETY: in a mount namespace that others use, they reach the stage as well,
    /// and could put something else at the name; but no mount.
    /// </summary>
    private nint OpenMounted(byte* name)
    {
        nint opened = OpenStaged(name);
        if (IsError(opened) || !IsOnMountOf(_stage, opened))
        {
            return opened;
        }

        Fail(SyscallNumber.move_mount, Errno.ESTALE, FailurePoint.None);
        return CloseWith(opened, Errno.ESTALE);
    }

    private nint OpenStaged(byte* name) =>
        Call(SyscallNumber.openat, _stage, (nint)name, Fcntl.O_PATH | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);

    /// <summary>
    /// The stage: a tmpfs over the '/' that this process has. A walk from '/' begins beneath it, so it hides nothing; only
    /// "/.." leads there.
    /// </summary>
    private nint Stage()
    {
        if (_stage >= 0)
        {
            return _stage;
        }

        System.ReadOnlySpan<byte> rootName = "/\0"u8;
        System.ReadOnlySpan<byte> topName = "/..\0"u8;
        System.ReadOnlySpan<byte> typeName = "tmpfs\0"u8;
        System.ReadOnlySpan<byte> modeName = "mode=700\0"u8;
        fixed (byte* root = rootName, top = topName, type = typeName, mode = modeName)
        {
            nint shared = IsShared(root);
            if (shared != 0)
            {
                // SAFETY: a mount over a shared '/' would appear on the host.
                return shared < 0 ? shared : Fail(SyscallNumber.open_tree, Errno.ENOSYS, FailurePoint.Shared) ? 0 : -Errno.ENOSYS;
            }

            if (!Try(SyscallNumber.mount, (nint)type, (nint)root, (nint)type, (nint)(Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC), (nint)mode))
            {
                return -_error;
            }

            nint stage = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)top, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
            if (!IsError(stage))
            {
                _stage = (int)stage;
            }

            return stage;
        }
    }

    /// <summary>
    /// Takes the stage away. ORDER: before the old root is unmounted, which would otherwise take only what lies on top of
    /// it; and when a launch fails in a mount namespace that others use.
    /// </summary>
    private void LeaveStage()
    {
        if (_stage < 0)
        {
            return;
        }

        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        TKernel.Invoke(SyscallNumber.fchdir, _stage, 0, 0, 0, 0, 0);
        TKernel.Invoke(SyscallNumber.umount2, (nint)here, (nint)Mount.MNT_DETACH, 0, 0, 0, 0);
        Close(_stage);
        _stage = -1;
    }

    private static void Digits(byte* text, uint number)
    {
        uint length = 1;
        for (uint rest = number; rest >= 10; rest /= 10)
        {
            length++;
        }

        text[length] = 0;
        for (; length > 0; number /= 10)
        {
            text[--length] = (byte)('0' + (number % 10));
        }
    }
}
