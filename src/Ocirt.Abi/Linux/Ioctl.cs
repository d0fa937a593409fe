// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Requests of <c>linux/nsfs.h</c> and <c>asm-generic/ioctls.h</c>; see ioctl_ns(2), ioctl_tty(2).</summary>
public static class Ioctl
{
    /// <summary>The kind of a namespace descriptor.</summary>
    public const uint NS_GET_NSTYPE = 0xb703;

    /// <summary>Makes a terminal the controlling one.</summary>
    public const uint TIOCSCTTY = 0x540E;
}
