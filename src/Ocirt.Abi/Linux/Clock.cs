// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Clocks of <c>linux/time.h</c>; see clock_gettime(2).</summary>
public static class Clock
{
    /// <summary>Never set back; stands still during suspend.</summary>
    public const int CLOCK_MONOTONIC = 1;
}
