// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/close_range.h</c>; see close_range(2).</summary>
public static class CloseRange
{
    /// <summary>Marks the descriptors instead of closing them (5.11).</summary>
    public const uint CLOSE_RANGE_CLOEXEC = 4;
}
