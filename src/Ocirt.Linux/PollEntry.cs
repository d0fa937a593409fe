// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux;

/// <summary>One descriptor that <see cref="Polling"/> watches: <c>struct pollfd</c> of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollEntry
{
    /// <summary>The descriptor; a negative one is left out.</summary>
    public int Descriptor;

    /// <summary>What is waited for: POLLIN, POLLOUT.</summary>
    public short Events;

    /// <summary>What has come: those, and POLLERR, POLLHUP, POLLNVAL.</summary>
    public short Returned;

    /// <summary>Makes an entry that waits for <paramref name="events"/>.</summary>
    public PollEntry(int descriptor, int events)
    {
        Descriptor = descriptor;
        Events = (short)events;
        Returned = 0;
    }
}
