// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>The running kernel; see uname(2).</summary>
public static unsafe class KernelName
{
    private const int FieldSize = 65;

    /// <summary>The release, such as <c>6.18.44</c>.</summary>
    /// <returns>The text.</returns>
    public static string Release() => Field(2);

    /// <summary>The version: build number and date.</summary>
    /// <returns>The text.</returns>
    public static string Version() => Field(3);

    /// <summary>The machine, such as <c>x86_64</c>.</summary>
    /// <returns>The text.</returns>
    public static string Machine() => Field(4);

    private static string Field(int index)
    {
        // SAFETY: struct utsname has six fields of 65 bytes, each ending in NUL.
        byte* buffer = stackalloc byte[6 * FieldSize];
        return Libc.uname(buffer) < 0
            ? throw Failure.Of("uname()")
            : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + (index * FieldSize)));
    }
}
