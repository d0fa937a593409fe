// SPDX-License-Identifier: Apache-2.0

namespace System.Runtime.CompilerServices;

/// <summary>Pointer arithmetic on by-refs, expanded by the compiler.</summary>
public static unsafe class Unsafe
{
    /// <summary>A by-ref to what <paramref name="source"/> points at.</summary>
    [Intrinsic]
    public static extern ref T AsRef<T>(void* source);

    /// <summary>The by-ref <paramref name="elementOffset"/> elements further on.</summary>
    [Intrinsic]
    public static extern ref T Add<T>(ref T source, int elementOffset);

    /// <summary>A by-ref without its read-only mark.</summary>
    [Intrinsic]
    public static extern ref T AsRef<T>(ref readonly T source);

    /// <summary>The by-ref <paramref name="byteOffset"/> bytes further on.</summary>
    [Intrinsic]
    public static extern ref T AddByteOffset<T>(ref T source, nuint byteOffset);

    /// <summary>Whether one by-ref stands before another.</summary>
    [Intrinsic]
    public static extern bool IsAddressLessThan<T>(ref readonly T left, ref readonly T right);
}
