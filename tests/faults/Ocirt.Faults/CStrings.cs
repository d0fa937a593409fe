// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;

namespace Ocirt.Faults;

/// <summary>An array of C strings with a null pointer at its end.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly int _count;

    internal CStrings(string[] values)
    {
        _count = values.Length;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++)
        {
            Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        }
    }

    /// <summary>The array, as execve(2) wants it.</summary>
    internal byte** Pointer { get; }

    /// <summary>One string.</summary>
    internal byte* this[int index] => Pointer[index];

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Pointer[i]);
        }

        NativeMemory.Free(Pointer);
    }
}
