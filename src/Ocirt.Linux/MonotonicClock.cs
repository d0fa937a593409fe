// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>The clock for spans of time and deadlines; see clock_gettime(2).</summary>
public static unsafe class MonotonicClock
{
    /// <summary>Reads CLOCK_MONOTONIC, which every process of the machine shares.</summary>
    /// <returns>Nanoseconds since some fixed moment.</returns>
    public static long Nanoseconds()
    {
        Libc.Timespec now;
        _ = Libc.clock_gettime(Clock.CLOCK_MONOTONIC, &now);
        return (now.Seconds * 1_000_000_000) + now.Nanoseconds;
    }

    /// <summary>Waits; usleep(3). A signal may shorten it.</summary>
    /// <param name="microseconds">How long, less than a second.</param>
    public static void Pause(uint microseconds) => _ = Libc.usleep(microseconds);
}
