// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>asm-generic/poll.h</c>; see poll(2).</summary>
public static class Poll
{
    /// <summary>There is something to read.</summary>
    public const short POLLIN = 1;

    /// <summary>There is room to write.</summary>
    public const short POLLOUT = 4;

    /// <summary>Something exceptional; for a file of cgroupfs: its content has changed.</summary>
    public const short POLLPRI = 2;

    /// <summary>An error.</summary>
    public const short POLLERR = 8;

    /// <summary>The peer is gone.</summary>
    public const short POLLHUP = 16;

    /// <summary>Not an open descriptor.</summary>
    public const short POLLNVAL = 32;
}
