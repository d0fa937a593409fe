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
        if (made == -Errno.EEXIST)
        {
            Statx there;
            if (!Describe(directory, name, Fcntl.AT_SYMLINK_NOFOLLOW, &there))
            {
                return At(FailurePoint.Target);
            }

            bool same = ((there.Mode ^ step->Mode) & Stat.S_IFMT) == 0
                && (step->Mode & Stat.S_IFMT) != Stat.S_IFREG
                && there.RdevMajor == step->Major && there.RdevMinor == step->Minor;
            return same || Fail(SyscallNumber.mknodat, Errno.EEXIST, FailurePoint.Different);
        }

        if (IsError(made))
        {
            return At(FailurePoint.Target);
        }

        return (step->Uid | step->Gid) == 0
            || Try(SyscallNumber.fchownat, directory, (nint)name, (nint)step->Uid, (nint)step->Gid, Fcntl.AT_SYMLINK_NOFOLLOW)
            || At(FailurePoint.Attributes);
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
        return !IsError(mount) && Hold(Register.Proc, mount);
    }

    private bool WriteSysctl(WriteSysctlStep* step)
    {
        byte* path = _plan.Text(step->Path);
        byte* value = _plan.Text(step->Value);
        int proc = Held(Register.Proc);
        if (path == null || value == null || proc < 0)
        {
            return false;
        }

        OpenHow how = default;
        how.Flags = (ulong)(uint)(Fcntl.O_WRONLY | Fcntl.O_CLOEXEC);
        how.Resolve = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_SYMLINKS;
        nint file = Call(SyscallNumber.openat2, proc, (nint)path, (nint)(&how), OpenHow.Size);
        if (IsError(file))
        {
            return At(FailurePoint.Target);
        }

        bool written = Try(SyscallNumber.write, file, (nint)value, (nint)step->Value.Length);
        Close(file);
        return written || At(FailurePoint.Option);
    }
}
