// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;
using Ocirt.Abi.Plan;

namespace Ocirt.Abi.Messages;

/// <summary>What the brain answers to an await: the head, then the data; descriptors travel along.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FillMessage
{
    /// <summary><see cref="MessageKind.Fill"/>.</summary>
    public MessageKind Kind;

    /// <summary>The slot.</summary>
    public LateSlot Slot;

    /// <summary>How many descriptors travel along.</summary>
    public uint DescriptorCount;

    /// <summary>How many bytes of data follow.</summary>
    public uint DataLength;

    /// <summary>The size of the head, in bytes.</summary>
    public const int Size = 16;

    /// <summary>How many bytes of data there can be.</summary>
    public const int DataCapacity = 4080;
}
