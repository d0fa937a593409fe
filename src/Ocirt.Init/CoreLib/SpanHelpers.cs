// SPDX-License-Identifier: Apache-2.0

using System.Runtime.CompilerServices;

[module: SkipLocalsInit]

namespace System;

/// <summary>Block operations that the compiler calls for large structs and buffers.</summary>
internal static class SpanHelpers
{
    /// <summary>Copies bytes; the stretches may overlap.</summary>
    internal static void Memmove(ref byte dest, ref byte src, nuint len)
    {
        if (Unsafe.IsAddressLessThan(ref src, ref dest))
        {
            for (nuint i = len; i > 0; i--)
            {
                Unsafe.AddByteOffset(ref dest, i - 1) = Unsafe.AddByteOffset(ref src, i - 1);
            }

            return;
        }

        for (nuint i = 0; i < len; i++)
        {
            Unsafe.AddByteOffset(ref dest, i) = Unsafe.AddByteOffset(ref src, i);
        }
    }

    /// <summary>Zeroes bytes.</summary>
    internal static void ClearWithoutReferences(ref byte dest, nuint len) => Fill(ref dest, 0, len);

    /// <summary>Sets bytes.</summary>
    internal static void Fill(ref byte dest, byte value, nuint len)
    {
        for (nuint i = 0; i < len; i++)
        {
            Unsafe.AddByteOffset(ref dest, i) = value;
        }
    }
}
