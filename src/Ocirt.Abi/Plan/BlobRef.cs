// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Plan;

/// <summary>
/// A stretch of the blob. Text is followed by a NUL that <see cref="Length"/> does not count.
/// A length of 0 means that nothing is there.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct BlobRef
{
    /// <summary>The first byte, counted from the beginning of the blob.</summary>
    public uint Offset;

    /// <summary>The number of bytes.</summary>
    public uint Length;
}
