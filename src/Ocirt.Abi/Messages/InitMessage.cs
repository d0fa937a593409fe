// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Abi.Messages;

/// <summary>
/// What init says. Always <see cref="Size"/> bytes; the detail is raw bytes, never text made by init.
/// Untrusted once the container shares a pid namespace with others.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct InitMessage
{
    /// <summary>What it is about.</summary>
    public MessageKind Kind;

    /// <summary>The index of the step.</summary>
    public uint Step;

    /// <summary>The error number of a failure, positive.</summary>
    public int Error;

    /// <summary>The system call that failed, by its number on this architecture.</summary>
    public int Call;

    /// <summary>Which part of the step failed.</summary>
    public FailurePoint Point;

    /// <summary>How many bytes of <see cref="Detail"/> count.</summary>
    public uint DetailLength;

    /// <summary>A pid, slot or fault, as the kind says.</summary>
    public ulong Value;

    /// <summary>A key, a path component, or the kernel's own words.</summary>
    public fixed byte Detail[DetailCapacity];

    /// <summary>How many bytes a detail can have.</summary>
    public const int DetailCapacity = 224;

    /// <summary>The size of the struct, in bytes.</summary>
    public const int Size = 256;
}
