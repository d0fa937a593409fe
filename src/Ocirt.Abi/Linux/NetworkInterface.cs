// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>net/if.h</c> and <c>linux/sockios.h</c>; see netdevice(7).</summary>
public static class NetworkInterface
{
    /// <summary>Sets the flags of a device, of any socket.</summary>
    public const uint SIOCSIFFLAGS = 0x8914;

    /// <summary>The device is up.</summary>
    public const ushort IFF_UP = 1;

    /// <summary>The room for a name, with its NUL.</summary>
    public const int IFNAMSIZ = 16;
}
