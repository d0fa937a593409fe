// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>A message for the kernel, while it is written: a header, a fixed part, and attributes; see netlink(7), rtnetlink(7).</summary>
internal sealed class NetlinkMessage
{
    /// <summary>The size of <c>struct nlmsghdr</c>.</summary>
    internal const int HeaderSize = 16;

    /// <summary>The size of <c>struct sockaddr_nl</c>.</summary>
    internal const int SocketAddressSize = 12;

    /// <summary>The size of <c>struct ifinfomsg</c>.</summary>
    internal const int LinkSize = 16;

    /// <summary>The size of <c>struct ifaddrmsg</c>.</summary>
    internal const int AddressSize = 8;

    private const int AttributeHeaderSize = 4;
    private readonly byte[] _buffer = new byte[1024];
    private int _length = HeaderSize;

    private NetlinkMessage(ushort type, ushort flags)
    {
        MemoryMarshal.Write(_buffer.AsSpan(4), in type);
        ushort all = (ushort)(flags | Netlink.NLM_F_REQUEST);
        MemoryMarshal.Write(_buffer.AsSpan(6), in all);
    }

    /// <summary>Begins a message about a device.</summary>
    /// <param name="type">RTM_NEWLINK or RTM_GETLINK.</param>
    /// <param name="index">The number of the device; 0 when an attribute names it.</param>
    /// <param name="flags">The NetworkInterface.IFF_* flags to set.</param>
    internal static NetlinkMessage ForLink(ushort type, int index, uint flags = 0)
    {
        NetlinkMessage message = new(type, Netlink.NLM_F_ACK);
        Span<byte> fixedPart = message._buffer.AsSpan(HeaderSize, LinkSize);
        MemoryMarshal.Write(fixedPart[4..], in index);
        MemoryMarshal.Write(fixedPart[8..], in flags);
        MemoryMarshal.Write(fixedPart[12..], in flags);
        message._length += LinkSize;
        return message;
    }

    /// <summary>Begins a message that asks for all addresses.</summary>
    internal static NetlinkMessage ForAllAddresses()
    {
        NetlinkMessage message = new(RouteNetlink.RTM_GETADDR, Netlink.NLM_F_DUMP);
        message._length += AddressSize;
        return message;
    }

    /// <summary>Begins a message that makes an address.</summary>
    /// <param name="fixedPart">The <c>struct ifaddrmsg</c> of the address elsewhere.</param>
    /// <param name="index">The number of the device that gets it.</param>
    internal static NetlinkMessage ForAddress(ReadOnlySpan<byte> fixedPart, int index)
    {
        NetlinkMessage message = new(RouteNetlink.RTM_NEWADDR, Netlink.NLM_F_ACK | Netlink.NLM_F_CREATE | Netlink.NLM_F_REPLACE);
        Span<byte> own = message._buffer.AsSpan(HeaderSize, AddressSize);
        fixedPart[..AddressSize].CopyTo(own);
        MemoryMarshal.Write(own[4..], in index);
        message._length += AddressSize;
        return message;
    }

    /// <summary>Adds an attribute.</summary>
    internal NetlinkMessage With(ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> place = _buffer.AsSpan(_length);
        ushort length = (ushort)(AttributeHeaderSize + value.Length);
        MemoryMarshal.Write(place, in length);
        MemoryMarshal.Write(place[2..], in type);
        value.CopyTo(place[AttributeHeaderSize..]);
        _length += Align(length);
        return this;
    }

    /// <summary>Adds an attribute that is text with a NUL.</summary>
    internal NetlinkMessage With(ushort type, string text) => With(type, Encoding.UTF8.GetBytes(text + "\0"));

    /// <summary>Adds an attribute that is a number.</summary>
    internal NetlinkMessage With(ushort type, int number) => With(type, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in number, 1)));

    /// <summary>The finished message.</summary>
    /// <param name="sequence">The number by which its answers are known.</param>
    internal ReadOnlySpan<byte> Finish(uint sequence)
    {
        MemoryMarshal.Write(_buffer, in _length);
        MemoryMarshal.Write(_buffer.AsSpan(8), in sequence);
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Takes the first attribute off.</summary>
    /// <param name="attributes">The attributes; afterwards those behind the first.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when there is none.</returns>
    internal static bool TryTake(ref ReadOnlySpan<byte> attributes, out ushort type, out ReadOnlySpan<byte> value)
    {
        int length = attributes.Length < AttributeHeaderSize ? 0 : MemoryMarshal.Read<ushort>(attributes);
        if (length < AttributeHeaderSize || length > attributes.Length)
        {
            type = 0;
            value = default;
            return false;
        }

        type = MemoryMarshal.Read<ushort>(attributes[2..]);
        value = attributes[AttributeHeaderSize..length];
        attributes = attributes[Math.Min(Align(length), attributes.Length)..];
        return true;
    }

    /// <summary>The length of a message or attribute with the padding behind it.</summary>
    internal static int Align(int length) => (length + 3) & ~3;
}
