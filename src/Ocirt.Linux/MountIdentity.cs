// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>Which mount something is on, and what it is; see statx(2).</summary>
/// <param name="Number">The number in mountinfo, which a later mount can get; 0 when the kernel does not tell.</param>
/// <param name="Unique">The number that no later mount gets; 0 before Linux 6.8.</param>
/// <param name="Inode">The inode of what was looked at.</param>
/// <param name="Device">The device of its file system, as in <see cref="StatResult.Device"/>.</param>
public readonly record struct MountIdentity(ulong Number, ulong Unique, ulong Inode, ulong Device)
{
    /// <summary>Whether two are the same directory of the same mount, as far as the kernel can tell.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>True when they are.</returns>
    public bool IsSame(MountIdentity other) =>
        Inode == other.Inode && Device == other.Device
        && (Unique != 0 && other.Unique != 0 ? Unique == other.Unique : Number != 0 && Number == other.Number);
}
