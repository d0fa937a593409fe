// SPDX-License-Identifier: Apache-2.0

using System.Runtime.CompilerServices;

namespace System;

/// <summary>A bounded, writable stretch of memory. Every index is checked; a wrong one ends the process.</summary>
public readonly ref struct Span<T>
{
    private readonly ref T _reference;
    private readonly int _length;

    /// <summary>Spans <paramref name="length"/> elements from <paramref name="pointer"/>.</summary>
    public unsafe Span(void* pointer, int length)
    {
        _reference = ref Unsafe.AsRef<T>(pointer);
        _length = length;
    }

    internal Span(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _length;

    /// <summary>One element.</summary>
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
            {
                Environment.FailFast();
            }

            return ref Unsafe.Add(ref _reference, index);
        }
    }

    /// <summary>A part of the span.</summary>
    public Span<T> Slice(int start, int length)
    {
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
        {
            Environment.FailFast();
        }

        return new Span<T>(ref Unsafe.Add(ref _reference, start), length);
    }

    /// <summary>The first element, for <c>fixed</c>.</summary>
    public ref T GetPinnableReference() => ref _reference;

    /// <summary>A read-only view.</summary>
    public static implicit operator ReadOnlySpan<T>(Span<T> span) => new(ref span._reference, span._length);
}

/// <summary>A bounded, read-only stretch of memory. Every index is checked; a wrong one ends the process.</summary>
public readonly ref struct ReadOnlySpan<T>
{
    private readonly ref T _reference;
    private readonly int _length;

    /// <summary>Spans <paramref name="length"/> elements from <paramref name="pointer"/>.</summary>
    public unsafe ReadOnlySpan(void* pointer, int length)
    {
        _reference = ref Unsafe.AsRef<T>(pointer);
        _length = length;
    }

    /// <summary>Spans a part of an array; the compiler names it for literals, nothing here allocates an array.</summary>
    public ReadOnlySpan(T[] array, int start, int length)
    {
        if (start < 0 || length < 0 || start > array.Length - length)
        {
            Environment.FailFast();
        }

        _reference = ref array[start];
        _length = length;
    }

    internal ReadOnlySpan(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Length => _length;

    /// <summary>One element.</summary>
    public ref readonly T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
            {
                Environment.FailFast();
            }

            return ref Unsafe.Add(ref _reference, index);
        }
    }

    /// <summary>A part of the span.</summary>
    public ReadOnlySpan<T> Slice(int start, int length)
    {
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
        {
            Environment.FailFast();
        }

        return new ReadOnlySpan<T>(ref Unsafe.Add(ref _reference, start), length);
    }

    /// <summary>The first element, for <c>fixed</c>.</summary>
    public ref readonly T GetPinnableReference() => ref _reference;
}
