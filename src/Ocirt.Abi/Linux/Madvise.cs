// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>asm-generic/mman-common.h</c>; see madvise(2).</summary>
public static class Madvise
{
    /// <summary>The pages are not needed for now; a page of a file is read from it again.</summary>
    public const int MADV_DONTNEED = 4;
}
