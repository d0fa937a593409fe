// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>How <see cref="ChannelSocket.Receive"/> ended.</summary>
public enum ReceiveStatus
{
    /// <summary>A message came.</summary>
    Message,

    /// <summary>The peer closed its end, or died.</summary>
    Closed,

    /// <summary>
    /// The peer died with unread messages (ECONNRESET). It is reported once and before messages that still wait:
    /// receive again until <see cref="Closed"/>.
    /// </summary>
    Reset,

    /// <summary>Nothing came in time.</summary>
    TimedOut,
}
