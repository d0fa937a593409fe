// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/capability.h</c>; see capabilities(7).</summary>
public static class Capability
{
    /// <summary>The header version of capset with 64-bit sets.</summary>
    public const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <summary>The highest capability known to this program: CAP_CHECKPOINT_RESTORE.</summary>
    public const int CAP_LAST_KNOWN = 40;
}
