// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>Nodes and links below /dev, standard streams, kernel parameters.</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool MakeDevice(MakeDeviceStep* step)
    {
        byte* name;
        nint directory = OpenDirectoryOf(step->Path, &name);
        if (IsError(directory))
        {
            return false;
        }

        bool done = MakeNode(directory, name, step);
        Close(directory);
        return done;
    }

    private bool MakeNode(nint directory, byte* name, MakeDeviceStep* step)
    {
        // The mode of a node is exact, whatever mask is in force.
        nint mask = TKernel.Invoke(SyscallNumber.umask, 0, 0, 0, 0, 0, 0);
        nint made = Call(SyscallNumber.mknodat, directory, (nint)name, (nint)step->Mode, DeviceNumber(step->Major, step->Minor));
        TKernel.Invoke(SyscallNumber.umask, mask, 0, 0, 0, 0, 0);
        if (made == -Errno.EPERM && ((step->Mode & Stat.S_IFMT) == Stat.S_IFCHR || (step->Mode & Stat.S_IFMT) == Stat.S_IFBLK))
        {
            // In a user namespace no device can be made; the host's own is bound instead.
            return BindNode(directory, name, step);
        }

        if (made == -Errno.EEXIST)
        {
            Statx there;
            if (!Describe(directory, name, Fcntl.AT_SYMLINK_NOFOLLOW, &there))
            {
                return At(FailurePoint.Target);
            }

            return IsSameNode(&there, step) || Fail(SyscallNumber.mknodat, Errno.EEXIST, FailurePoint.Different);
        }

        if (IsError(made))
        {
            return At(FailurePoint.Target);
        }

        return (step->Uid | step->Gid) == 0
            || Try(SyscallNumber.fchownat, directory, (nint)name, (nint)step->Uid, (nint)step->Gid, Fcntl.AT_SYMLINK_NOFOLLOW)
            || At(FailurePoint.Attributes);
    }

    private static bool IsSameNode(Statx* there, MakeDeviceStep* step) =>
        ((there->Mode ^ step->Mode) & Stat.S_IFMT) == 0
        && (step->Mode & Stat.S_IFMT) != Stat.S_IFREG
        && there->RdevMajor == step->Major && there->RdevMinor == step->Minor;

    private bool BindNode(nint directory, byte* name, MakeDeviceStep* step)
    {
        Statx there;
        nint made = Call(SyscallNumber.mknodat, directory, (nint)name, (nint)(Stat.S_IFREG | 0x1B6));
        if (made == -Errno.EEXIST)
        {
            if (!Describe(directory, name, Fcntl.AT_SYMLINK_NOFOLLOW, &there))
            {
                return At(FailurePoint.Target);
            }

            if (IsSameNode(&there, step))
            {
                return true;
            }

            if ((there.Mode & Stat.S_IFMT) != Stat.S_IFREG)
            {
                return Fail(SyscallNumber.mknodat, Errno.EEXIST, FailurePoint.Different);
            }
        }
        else if (IsError(made))
        {
            return At(FailurePoint.Target);
        }

        nint place = Call(SyscallNumber.openat, directory, (nint)name, Fcntl.O_PATH | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
        if (IsError(place))
        {
            return At(FailurePoint.Target);
        }

        nint node = HostNode(step);
        bool moved = !IsError(node) && Move(node, place);
        if (!IsError(node))
        {
            Close(node);
        }

        Close(place);
        return moved;
    }

    /// <summary>A copy of the host's node of the same path to mount, verified to be that device.</summary>
    private nint HostNode(MakeDeviceStep* step)
    {
        byte* path = _plan.Text(step->Path);
        if (path == null)
        {
            return -Errno.EINVAL;
        }

        nint tree = ClonePath(path, recursive: false, follow: true, keepLink: false);
        if (IsError(tree))
        {
            At(FailurePoint.NoHostDevice);
            return tree;
        }

        Statx about;
        if (!DescribeDescriptor(tree, &about) || !IsSameNode(&about, step))
        {
            Close(tree);
            Fail(SyscallNumber.statx, Errno.ENODEV, FailurePoint.NoHostDevice);
            return -Errno.ENODEV;
        }

        return tree;
    }

    /// <summary>The kernel's encoding of a device number for mknod.</summary>
    private static nint DeviceNumber(uint major, uint minor) =>
        (nint)((minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12));

    private bool MakeSymlink(MakeSymlinkStep* step)
    {
        byte* target = _plan.Text(step->Target);
        byte* name = null;
        nint directory = target == null ? -Errno.EINVAL : OpenDirectoryOf(step->Path, &name);
        if (IsError(directory))
        {
            return false;
        }

        nint made = Call(SyscallNumber.symlinkat, (nint)target, directory, (nint)name);
        Close(directory);
        return !IsError(made) || made == -Errno.EEXIST || At(FailurePoint.Target);
    }

    /// <summary>Descriptors 0 to 2 that are the host's /dev/null become the container's own.</summary>
    private bool ReopenNull()
    {
        nint own = -1;
        for (int i = 0; i <= 2; i++)
        {
            Statx about;
            if (!DescribeDescriptor(i, &about) || !IsNull(&about))
            {
                continue;
            }

            if (own < 0)
            {
                System.ReadOnlySpan<byte> name = "/dev/null\0"u8;
                fixed (byte* path = name)
                {
                    own = OpenInRoot(path, Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_NONBLOCK, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_SYMLINKS);
                }

                if (IsError(own) || !DescribeDescriptor(own, &about) || !IsNull(&about))
                {
                    // A root without a real /dev/null keeps the host's (crun CVE-2026-88265: never trust a link there).
                    break;
                }
            }

            if (!Try(SyscallNumber.dup3, own, i, 0))
            {
                return false;
            }
        }

        if (own >= 0)
        {
            Close(own);
        }

        return true;
    }

    private bool OwnStdio(OwnStdioStep* step)
    {
        for (int i = 0; i <= 2; i++)
        {
            Statx about;
            if (DescribeDescriptor(i, &about) && !IsNull(&about) && about.Uid != step->Uid)
            {
                // The owner of a file on a read-only or foreign file system cannot change; the open descriptor works all the same.
                TKernel.Invoke(SyscallNumber.fchown, i, (nint)step->Uid, -1, 0, 0, 0);
            }
        }

        return true;
    }

    private bool OpenProc()
    {
        nint mount = MountDetached("proc\0"u8, Mount.MOUNT_ATTR_NOSUID | Mount.MOUNT_ATTR_NODEV | Mount.MOUNT_ATTR_NOEXEC);
        if (IsMissing(mount))
        {
            // A pid namespace of the host cannot be mounted from a user namespace, and old profiles forbid fsopen(2).
            mount = HostProc();
        }

        return !IsError(mount) && Hold(Register.Proc, mount);
    }

    /// <summary>
    /// The procfs at the host's /proc, verified to be the root of one. Writes stay on that mount (RESOLVE_NO_XDEV),
    /// so whatever covers a part of it is not followed.
    /// </summary>
    private nint HostProc()
    {
        System.ReadOnlySpan<byte> name = "/proc\0"u8;
        fixed (byte* path = name)
        {
            nint proc = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
            if (IsError(proc))
            {
                return proc;
            }

            Statx about;
            ulong* system = stackalloc ulong[16];
            if (!Try(SyscallNumber.fstatfs, proc, (nint)system) || !DescribeDescriptor(proc, &about))
            {
                Close(proc);
                return -Errno.EIO;
            }

            if (system[0] != Stat.PROC_SUPER_MAGIC || about.Inode != ProcRootInode)
            {
                Close(proc);
                Fail(SyscallNumber.fstatfs, Errno.ENODEV, FailurePoint.Different);
                return -Errno.ENODEV;
            }

            return proc;
        }
    }

    /// <summary>PROC_ROOT_INO of the kernel.</summary>
    private const ulong ProcRootInode = 1;

    private bool WriteSysctl(WriteSysctlStep* step)
    {
        byte* path = _plan.Text(step->Path);
        byte* value = _plan.Text(step->Value);
        int proc = Held(Register.Proc);
        if (path == null || value == null || proc < 0)
        {
            return false;
        }

        nint file = OpenBeneath(
            proc, path, Fcntl.O_WRONLY, Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_SYMLINKS);
        if (IsError(file))
        {
            return At(FailurePoint.Target);
        }

        bool written = Try(SyscallNumber.write, file, (nint)value, (nint)step->Value.Length);
        Close(file);
        return written || At(FailurePoint.Option);
    }
}
