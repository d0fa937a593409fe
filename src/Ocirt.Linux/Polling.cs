// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Waits until one of several descriptors has something to say; see poll(2).</summary>
public static unsafe class Polling
{
    /// <summary>Waits for input, a hang-up or an error on any of some descriptors.</summary>
    /// <param name="descriptors">Their numbers; a negative one is left out.</param>
    /// <param name="ready">Which of them are ready; as long as the descriptors.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever. Signals do not shorten it.</param>
    /// <returns>How many are ready; 0 when the time is over.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static int Wait(ReadOnlySpan<int> descriptors, Span<bool> ready, int timeoutMilliseconds = -1)
    {
        Span<PollEntry> entries = stackalloc PollEntry[descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            entries[i] = new PollEntry(descriptors[i], Abi.Linux.Poll.POLLIN);
        }

        int count = Wait(entries, timeoutMilliseconds);
        for (int i = 0; i < descriptors.Length; i++)
        {
            ready[i] = entries[i].Returned != 0;
        }

        return count;
    }

    /// <summary>Waits for what the entries name, and notes in them what came.</summary>
    /// <param name="entries">The descriptors and what is waited for.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever. Signals do not shorten it.</param>
    /// <returns>How many are ready; 0 when the time is over.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static int Wait(Span<PollEntry> entries, int timeoutMilliseconds = -1)
    {
        long deadline = timeoutMilliseconds > 0 ? MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L) : 0;
        int timeout = timeoutMilliseconds;

        // SAFETY: the entries are pinned for the call and have the layout of struct pollfd.
        fixed (PollEntry* polled = entries)
        {
            while (true)
            {
                int count = Libc.poll(polled, (nuint)entries.Length, timeout);
                if (count >= 0)
                {
                    return count;
                }

                if (Failure.LastErrno != Errno.EINTR)
                {
                    throw Failure.Of("poll()");
                }

                if (timeoutMilliseconds > 0)
                {
                    timeout = (int)Math.Max(0, (deadline - MonotonicClock.Nanoseconds() + 999_999) / 1_000_000);
                }
            }
        }
    }

    /// <summary>Waits for input, a hang-up or an error on one descriptor.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="timeoutMilliseconds">How long to wait; -1 for ever.</param>
    /// <returns>False when the time is over.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static bool WaitReadable(FileDescriptor descriptor, int timeoutMilliseconds)
    {
        int number = descriptor.Value;
        bool ready = false;
        return Wait(new ReadOnlySpan<int>(in number), new Span<bool>(ref ready), timeoutMilliseconds) > 0;
    }
}
