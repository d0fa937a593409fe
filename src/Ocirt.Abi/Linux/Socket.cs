// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/socket.h</c> and <c>linux/net.h</c>; see socket(7), unix(7).</summary>
public static class Socket
{
    /// <summary>Local sockets.</summary>
    public const int AF_UNIX = 1;

    /// <summary>A stream of bytes.</summary>
    public const int SOCK_STREAM = 1;

    /// <summary>Whole messages, without a connection.</summary>
    public const int SOCK_DGRAM = 2;

    /// <summary>Whole messages, as the protocol has them.</summary>
    public const int SOCK_RAW = 3;

    /// <summary>Whole messages, in order.</summary>
    public const int SOCK_SEQPACKET = 5;

    /// <summary>The credentials of the peer, when it connected; see unix(7).</summary>
    public const int SO_PEERCRED = 17;

    /// <summary>Closed by exec.</summary>
    public const int SOCK_CLOEXEC = 0x80000;

    /// <summary>The socket level.</summary>
    public const int SOL_SOCKET = 1;

    /// <summary>Descriptors travel along.</summary>
    public const int SCM_RIGHTS = 1;

    /// <summary>No SIGPIPE.</summary>
    public const int MSG_NOSIGNAL = 0x4000;

    /// <summary>Received descriptors are closed by exec.</summary>
    public const int MSG_CMSG_CLOEXEC = 0x40000000;

    /// <summary>Ancillary data was cut.</summary>
    public const int MSG_CTRUNC = 8;

    /// <summary>Data was cut.</summary>
    public const int MSG_TRUNC = 0x20;

    /// <summary>Does not wait.</summary>
    public const int MSG_DONTWAIT = 0x40;
}
