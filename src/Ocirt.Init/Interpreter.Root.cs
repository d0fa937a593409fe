// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>The root: opened before the mounts, made the process's own after them.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool SetPropagation(SetPropagationStep* step)
    {
        byte* root = stackalloc byte[2];
        root[0] = (byte)'/';
        root[1] = 0;
        return Try(SyscallNumber.mount, 0, (nint)root, 0, (nint)step->Flags, 0);
    }

    /// <summary>Tries the rootfs and each directory above it: only a mount point takes a propagation.</summary>
    private bool MakeParentPrivate(MakeParentPrivateStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null || step->Path.Length >= PathCapacity || step->Path.Length == 0)
        {
            return _plan.Refuse(PlanFault.Blob);
        }

        byte* prefix = stackalloc byte[PathCapacity];
        uint length = step->Path.Length;
        for (uint i = 0; i <= length; i++)
        {
            prefix[i] = path[i];
        }

        while (true)
        {
            nint result = Call(SyscallNumber.mount, 0, (nint)prefix, 0, (nint)Mount.MS_PRIVATE, 0);
            if (!IsError(result))
            {
                return true;
            }

            if (result != -Errno.EINVAL || length <= 1)
            {
                return At(FailurePoint.Propagation);
            }

            while (length > 1 && prefix[length - 1] != (byte)'/')
            {
                length--;
            }

            length = length > 1 ? length - 1 : 1;
            prefix[length] = 0;
        }
    }

    private bool OpenRoot(OpenRootStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        nint place;
        if (step->SourceRegister != Register.None)
        {
            place = Take(step->SourceRegister);
            if (place < 0)
            {
                return false;
            }
        }
        else
        {
            place = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
        }

        if (IsError(place))
        {
            return At(FailurePoint.Source);
        }

        nint tree = CloneMount(place, recursive: true);
        bool attached = !IsError(tree) && Move(tree, place);
        Close(place);
        return attached ? Hold(Register.Root, tree) : At(FailurePoint.Attach);
    }

    private bool PivotRoot()
    {
        int root = Held(Register.Root);
        if (root < 0)
        {
            return false;
        }

        LeaveStage();
        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        nint old = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)slash, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
        if (IsError(old))
        {
            return false;
        }

        // ORDER: the old root lands on top of the new one; it is made a slave before it is
        // unmounted, so that the unmount does not reach the host.
        bool done = Try(SyscallNumber.fchdir, root)
            && Try(SyscallNumber.pivot_root, (nint)here, (nint)here)
            && Try(SyscallNumber.fchdir, old)
            && Try(SyscallNumber.mount, 0, (nint)here, 0, (nint)(Mount.MS_SLAVE | Mount.MS_REC), 0)
            && Try(SyscallNumber.umount2, (nint)here, (nint)Mount.MNT_DETACH)
            && Try(SyscallNumber.chdir, (nint)slash);
        Close(old);
        return done;
    }

    private bool MoveRoot()
    {
        int root = Held(Register.Root);
        if (root < 0)
        {
            return false;
        }

        LeaveStage();

        // SAFETY: without pivot_root the host's tree stays beneath; its proc and sys would let the
        // container mount them unmasked again.
        System.ReadOnlySpan<byte> proc = "/proc\0"u8;
        System.ReadOnlySpan<byte> sys = "/sys\0"u8;
        fixed (byte* path = proc)
        {
            TKernel.Invoke(SyscallNumber.umount2, (nint)path, (nint)Mount.MNT_DETACH, 0, 0, 0, 0);
        }

        fixed (byte* path = sys)
        {
            TKernel.Invoke(SyscallNumber.umount2, (nint)path, (nint)Mount.MNT_DETACH, 0, 0, 0, 0);
        }

        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        return Try(SyscallNumber.fchdir, root)
            && Try(SyscallNumber.mount, (nint)here, (nint)slash, 0, (nint)Mount.MS_MOVE, 0)
            && EnterRoot(root);
    }

    private bool ChangeRoot(ChangeRootStep* step)
    {
        int root = Held(step->Register);
        LeaveStage();
        return root >= 0 && EnterRoot(root);
    }

    private bool EnterRoot(int root)
    {
        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        return Try(SyscallNumber.fchdir, root) && Try(SyscallNumber.chroot, (nint)here) && Try(SyscallNumber.chdir, (nint)slash);
    }

    private bool HidePath(HidePathStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        nint place = OpenInRoot(path, Fcntl.O_PATH, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        if (place == -Errno.ENOENT || place == -Errno.ENOTDIR)
        {
            return true;
        }

        Statx about;
        if (IsError(place) || !DescribeDescriptor(place, &about))
        {
            return At(FailurePoint.Target);
        }

        nint cover = (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR ? EmptyDirectory() : NullDevice();
        if (IsError(cover))
        {
            return false;
        }

        bool moved = Move(cover, place);
        Close(place);
        if (_registers[(int)Register.EmptyDirectory] != (int)cover)
        {
            Close(cover);
        }

        return moved;
    }

    /// <summary>A read-only empty directory to mount; one superblock serves all of them.</summary>
    private nint EmptyDirectory()
    {
        int first = _registers[(int)Register.EmptyDirectory];
        if (first >= 0)
        {
            nint copy = CloneMount(first, recursive: false);
            if (IsError(copy))
            {
                At(FailurePoint.Source);
            }

            return copy;
        }

        nint mount = MountDetached(
            "tmpfs\0"u8,
            Mount.MOUNT_ATTR_RDONLY | Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV | Mount.MOUNT_ATTR_NOEXEC);
        if (IsMissing(mount))
        {
            mount = StageEmpty();
        }

        if (!IsError(mount))
        {
            Hold(Register.EmptyDirectory, mount);
        }

        return mount;
    }

    private nint StageEmpty()
    {
        System.ReadOnlySpan<byte> name = "tmpfs\0"u8;
        byte empty = 0;
        fixed (byte* type = name)
        {
            return StageFilesystem(type, type, Mount.MS_RDONLY | Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC, &empty);
        }
    }

    /// <summary>A copy of the host's /dev/null to mount, verified to be that device (CVE-2025-31133).</summary>
    private nint NullDevice()
    {
        System.ReadOnlySpan<byte> name = "/dev/null\0"u8;
        fixed (byte* path = name)
        {
            nint tree = ClonePath(path, recursive: false, follow: false, keepLink: false);
            if (IsError(tree))
            {
                At(FailurePoint.HostDevice);
                return tree;
            }

            Statx about;
            if (!DescribeDescriptor(tree, &about) || !IsNull(&about))
            {
                Fail(SyscallNumber.statx, Errno.ENODEV, FailurePoint.HostDevice);
                return -Errno.ENODEV;
            }

            return tree;
        }
    }

    private static bool IsNull(Statx* about) =>
        (about->Mode & Stat.S_IFMT) == Stat.S_IFCHR && about->RdevMajor == 1 && about->RdevMinor == 3;

    private bool ProtectPath(ProtectPathStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return false;
        }

        nint place = OpenInRoot(path, Fcntl.O_PATH, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
        if (place == -Errno.ENOENT || place == -Errno.ENOTDIR)
        {
            return true;
        }

        nint tree = IsError(place) ? place : CloneMount(place, recursive: true);
        if (IsError(tree))
        {
            return At(FailurePoint.Target);
        }

        MountAttr attributes = default;
        attributes.AttrSet = Mount.MOUNT_ATTR_RDONLY;
        if (!SetAttributes(tree, &attributes, recursive: true))
        {
            return At(FailurePoint.Attributes);
        }

        bool moved = Move(tree, place);
        Close(tree);
        Close(place);
        return moved;
    }
}
