// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Linux;

/// <summary><c>struct open_how</c> of openat2(2).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenHow
{
    /// <summary>The flags of open(2).</summary>
    public ulong Flags;

    /// <summary>The mode of a file that is created.</summary>
    public ulong Mode;

    /// <summary>RESOLVE_* flags.</summary>
    public ulong Resolve;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 24;
}
