// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/netlink.h</c>; see netlink(7).</summary>
public static class Netlink
{
    /// <summary>The family of these sockets.</summary>
    public const int AF_NETLINK = 16;

    /// <summary>Devices, addresses and routes; see rtnetlink(7).</summary>
    public const int NETLINK_ROUTE = 0;

    /// <summary>The level of the options of these sockets.</summary>
    public const int SOL_NETLINK = 270;

    /// <summary>An answer does not repeat the request.</summary>
    public const int NETLINK_CAP_ACK = 10;

    /// <summary>An answer may hold words.</summary>
    public const int NETLINK_EXT_ACK = 11;

    /// <summary>A request; always set.</summary>
    public const ushort NLM_F_REQUEST = 1;

    /// <summary>The kernel answers a success, too.</summary>
    public const ushort NLM_F_ACK = 4;

    /// <summary>A list that changed while it was made.</summary>
    public const ushort NLM_F_DUMP_INTR = 0x10;

    /// <summary>Asks for a list.</summary>
    public const ushort NLM_F_DUMP = 0x300;

    /// <summary>An answer without the request's content.</summary>
    public const ushort NLM_F_CAPPED = 0x100;

    /// <summary>An answer with attributes.</summary>
    public const ushort NLM_F_ACK_TLVS = 0x200;

    /// <summary>Replaces what is there.</summary>
    public const ushort NLM_F_REPLACE = 0x100;

    /// <summary>Makes what is not there.</summary>
    public const ushort NLM_F_CREATE = 0x400;

    /// <summary>An answer: an error number, or 0.</summary>
    public const ushort NLMSG_ERROR = 2;

    /// <summary>The end of a list.</summary>
    public const ushort NLMSG_DONE = 3;

    /// <summary>The words of the kernel, in an answer.</summary>
    public const ushort NLMSGERR_ATTR_MSG = 1;
}
