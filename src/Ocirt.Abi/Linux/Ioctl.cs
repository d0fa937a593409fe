// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>
/// Requests of <c>linux/nsfs.h</c>, <c>linux/pidfd.h</c> and <c>asm-generic/ioctls.h</c>; see ioctl_ns(2), ioctl_pidfd(2),
/// ioctl_tty(2).
/// </summary>
public static class Ioctl
{
    /// <summary>The kind of a namespace descriptor.</summary>
    public const uint NS_GET_NSTYPE = 0xb703;

    /// <summary>Opens the cgroup namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_CGROUP_NAMESPACE = 0xff01;

    /// <summary>Opens the ipc namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_IPC_NAMESPACE = 0xff02;

    /// <summary>Opens the mount namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_MNT_NAMESPACE = 0xff03;

    /// <summary>Opens the network namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_NET_NAMESPACE = 0xff04;

    /// <summary>Opens the pid namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_PID_NAMESPACE = 0xff05;

    /// <summary>Opens the time namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_TIME_NAMESPACE = 0xff07;

    /// <summary>Opens the user namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_USER_NAMESPACE = 0xff09;

    /// <summary>Opens the uts namespace of the process of a pidfd (6.11).</summary>
    public const uint PIDFD_GET_UTS_NAMESPACE = 0xff0a;

    /// <summary>Makes a terminal the controlling one.</summary>
    public const uint TIOCSCTTY = 0x540E;

    /// <summary>The foreground process group of a terminal.</summary>
    public const uint TIOCGPGRP = 0x540F;

    /// <summary>Reads the size of a terminal.</summary>
    public const uint TIOCGWINSZ = 0x5413;

    /// <summary>Sets the size of a terminal.</summary>
    public const uint TIOCSWINSZ = 0x5414;

    /// <summary>Reads the settings of a terminal.</summary>
    public const uint TCGETS = 0x5401;

    /// <summary>Sets the settings of a terminal at once.</summary>
    public const uint TCSETS = 0x5402;

    /// <summary>Locks or unlocks the slave of a pseudo-terminal.</summary>
    public const uint TIOCSPTLCK = 0x40045431;

    /// <summary>The number of a pseudo-terminal.</summary>
    public const uint TIOCGPTN = 0x80045430;

    /// <summary>Opens the slave of a pseudo-terminal through its master, without a path (4.13).</summary>
    public const uint TIOCGPTPEER = 0x5441;
}
