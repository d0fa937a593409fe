// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/rtnetlink.h</c>, <c>linux/if_link.h</c> and <c>linux/if_addr.h</c>; see rtnetlink(7).</summary>
public static class RouteNetlink
{
    /// <summary>Makes or changes a device; also the answer to a question for one.</summary>
    public const ushort RTM_NEWLINK = 16;

    /// <summary>Asks for a device.</summary>
    public const ushort RTM_GETLINK = 18;

    /// <summary>Makes an address; also an element of a list of them.</summary>
    public const ushort RTM_NEWADDR = 20;

    /// <summary>Asks for addresses.</summary>
    public const ushort RTM_GETADDR = 22;

    /// <summary>The hardware address of a device.</summary>
    public const ushort IFLA_ADDRESS = 1;

    /// <summary>The name of a device.</summary>
    public const ushort IFLA_IFNAME = 3;

    /// <summary>The descriptor of the network namespace that a device moves to.</summary>
    public const ushort IFLA_NET_NS_FD = 28;

    /// <summary>An address; that of the other end where there is one.</summary>
    public const ushort IFA_ADDRESS = 1;

    /// <summary>The own address.</summary>
    public const ushort IFA_LOCAL = 2;

    /// <summary>The label of an address: the name of the device, or an alias that begins with it.</summary>
    public const ushort IFA_LABEL = 3;

    /// <summary>All flags of an address, in 32 bits.</summary>
    public const ushort IFA_FLAGS = 8;

    /// <summary>An address without an end of its life.</summary>
    public const uint IFA_F_PERMANENT = 0x80;

    /// <summary>The scope of an address that means the same everywhere.</summary>
    public const byte RT_SCOPE_UNIVERSE = 0;
}
