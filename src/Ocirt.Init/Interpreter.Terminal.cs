// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;

namespace Ocirt.Init;

/// <content>The terminal: a pseudo-terminal of the container's own devpts; see pty(7).</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private const uint MasterMajor = 5;
    private const uint MasterMinor = 2;
    private const uint FirstSlaveMajor = 136;
    private const uint LastSlaveMajor = 143;

    private bool OpenTerminal(OpenTerminalStep* step)
    {
        nint master = OpenMaster();
        if (IsError(master))
        {
            return false;
        }

        int unlocked = 0;
        nint slave = Try(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TIOCSPTLCK), (nint)(&unlocked))
            ? Call(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TIOCGPTPEER), Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC)
            : -1;
        if (IsError(slave))
        {
            return false;
        }

        Statx about;
        if (!DescribeDescriptor(slave, &about) || (about.Mode & Stat.S_IFMT) != Stat.S_IFCHR
            || about.RdevMajor < FirstSlaveMajor || about.RdevMajor > LastSlaveMajor)
        {
            return Fail(SyscallNumber.statx, Errno.ENODEV, FailurePoint.NotDevpts);
        }

        if (!SetSize(master, step) || !SetNewlines(master, step) || !BindConsole(slave, step) || !SendMaster(master))
        {
            return false;
        }

        Close(master);
        return BecomeStandard(slave);
    }

    /// <summary>
    /// Opens the multiplexer of the file system at /dev/pts, which has to be a devpts: a file of the rootfs in its place
    /// would be handed to the runtime as a terminal.
    /// </summary>
    private nint OpenMaster()
    {
        nint directory;
        System.ReadOnlySpan<byte> place = "/dev/pts\0"u8;
        fixed (byte* path = place)
        {
            directory = OpenInRoot(path, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_SYMLINKS);
        }

        if (IsError(directory))
        {
            At(FailurePoint.NotDevpts);
            return directory;
        }

        // struct statfs has 120 bytes, and f_type comes first.
        long* about = stackalloc long[16];
        if (!Try(SyscallNumber.fstatfs, directory, (nint)about) || about[0] != Stat.DEVPTS_SUPER_MAGIC)
        {
            Close(directory);
            Fail(SyscallNumber.fstatfs, Errno.ENODEV, FailurePoint.NotDevpts);
            return -Errno.ENODEV;
        }

        nint master = OpenMultiplexer(directory);
        Close(directory);
        Statx opened;
        if (!IsError(master) && (!DescribeDescriptor(master, &opened) || (opened.Mode & Stat.S_IFMT) != Stat.S_IFCHR
            || opened.RdevMajor != MasterMajor || opened.RdevMinor != MasterMinor))
        {
            Fail(SyscallNumber.statx, Errno.ENODEV, FailurePoint.NotDevpts);
            return -Errno.ENODEV;
        }

        return master;
    }

    private nint OpenMultiplexer(nint directory)
    {
        System.ReadOnlySpan<byte> inside = "ptmx\0"u8;
        System.ReadOnlySpan<byte> beside = "/dev/ptmx\0"u8;
        nint master;
        fixed (byte* path = inside)
        {
            master = OpenBeneath(
                directory, path, Fcntl.O_RDWR | Fcntl.O_NOCTTY, Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_SYMLINKS | Fcntl.RESOLVE_NO_XDEV);
        }

        if (master == -Errno.EACCES)
        {
            // A devpts of the host, bound, lets only its own root in; the device node is open to all.
            fixed (byte* path = beside)
            {
                master = OpenInRoot(path, Fcntl.O_RDWR | Fcntl.O_NOCTTY, Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS);
            }
        }

        return master;
    }

    private bool SetSize(nint master, OpenTerminalStep* step)
    {
        if ((step->Rows | step->Columns) == 0)
        {
            return true;
        }

        // struct winsize: rows, columns, and two numbers of pixels that nobody uses.
        ushort* size = stackalloc ushort[4];
        size[0] = step->Rows;
        size[1] = step->Columns;
        size[2] = 0;
        size[3] = 0;
        return Try(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TIOCSWINSZ), (nint)size);
    }

    private bool SetNewlines(nint master, OpenTerminalStep* step)
    {
        if (((TerminalFlags)step->Flags & TerminalFlags.PlainNewlines) == 0)
        {
            return true;
        }

        // The kernel's struct termios has 36 bytes; the output flags are the second number.
        uint* settings = stackalloc uint[16];
        if (!Try(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TCGETS), (nint)settings))
        {
            return false;
        }

        settings[1] &= ~Termios.ONLCR;
        return Try(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TCSETS), (nint)settings);
    }

    private bool BindConsole(nint slave, OpenTerminalStep* step)
    {
        if (step->Console.Length == 0)
        {
            return true;
        }

        nint place = OpenTarget(step->Console, directory: false, MountFlags.RealDirectory);
        nint tree = IsError(place) ? place : CloneMount(slave, recursive: false);
        bool bound = !IsError(tree) && Move(tree, place);
        if (!IsError(tree))
        {
            Close(tree);
        }

        if (!IsError(place))
        {
            Close(place);
        }

        return bound || At(FailurePoint.Console);
    }

    private bool SendMaster(nint master)
    {
        int number = 0;
        if (!Try(SyscallNumber.ioctl, master, unchecked((nint)Ioctl.TIOCGPTN), (nint)(&number)))
        {
            return false;
        }

        InitMessage message = default;
        message.Kind = MessageKind.Terminal;
        message.Step = _step;
        message.Value = (ulong)(uint)number;
        return Send(&message, (int)master);
    }

    private bool BecomeStandard(nint slave)
    {
        for (int i = 0; i <= 2; i++)
        {
            if (!Try(SyscallNumber.dup3, slave, i, 0))
            {
                return false;
            }
        }

        Close(slave);

        // The session was started before, so that this process leads one without a terminal.
        return Try(SyscallNumber.ioctl, 0, unchecked((nint)Ioctl.TIOCSCTTY), 0);
    }

    /// <summary>The root that a process of the container has: later paths are resolved beneath it.</summary>
    private bool UseRoot()
    {
        byte* slash = stackalloc byte[2];
        slash[0] = (byte)'/';
        slash[1] = 0;
        nint root = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)slash, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
        return !IsError(root) && Hold(Register.Root, root);
    }
}
