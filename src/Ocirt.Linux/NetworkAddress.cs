// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>An address of a network device, with all that the kernel says of it, so that it can be given to the device again.</summary>
public sealed class NetworkAddress
{
    private const int MaxLabelLength = 15;
    private readonly byte[] _content;

    private NetworkAddress(byte[] content) => _content = content;

    /// <summary>Reads back what <see cref="ToHex"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address, or null when the text is none.</returns>
    public static NetworkAddress? TryParse(string text)
    {
        try
        {
            byte[] content = Convert.FromHexString(text);
            return content.Length >= NetlinkMessage.AddressSize ? new(content) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The address as one word for a file.</summary>
    public string ToHex() => Convert.ToHexStringLower(_content);

    /// <summary>The address with the length of its prefix, as in '10.0.0.1/24'.</summary>
    public override string ToString()
    {
        byte[] own = [], any = [];
        ReadOnlySpan<byte> attributes = _content.AsSpan(NetlinkMessage.AddressSize);
        while (NetlinkMessage.TryTake(ref attributes, out ushort type, out ReadOnlySpan<byte> value))
        {
            own = type == RouteNetlink.IFA_LOCAL ? value.ToArray() : own;
            any = type == RouteNetlink.IFA_ADDRESS ? value.ToArray() : any;
        }

        byte[] shown = own.Length == 0 ? any : own;
        var text = new StringBuilder();
        for (int i = 0; i < shown.Length; i += shown.Length == 4 ? 1 : 2)
        {
            text.Append(i == 0 ? "" : shown.Length == 4 ? "." : ":");
            _ = shown.Length == 4
                ? text.Append(shown[i])
                : text.Append(((shown[i] << 8) | shown[i + 1]).ToString("x", CultureInfo.InvariantCulture));
        }

        return text.Append('/').Append(_content[1]).ToString();
    }

    /// <summary>Takes an address out of a list.</summary>
    /// <param name="content">The content of a message of type RTM_NEWADDR.</param>
    /// <param name="index">The number of a device.</param>
    /// <returns>The address; null when it is another device's, has an end of its life, or a narrower scope.</returns>
    internal static NetworkAddress? TryRead(ReadOnlySpan<byte> content, int index)
    {
        if (content.Length < NetlinkMessage.AddressSize || MemoryMarshal.Read<int>(content[4..]) != index || content[3] != RouteNetlink.RT_SCOPE_UNIVERSE)
        {
            return null;
        }

        uint flags = content[2];
        ReadOnlySpan<byte> attributes = content[NetlinkMessage.AddressSize..];
        while (NetlinkMessage.TryTake(ref attributes, out ushort type, out ReadOnlySpan<byte> value))
        {
            flags = type == RouteNetlink.IFA_FLAGS ? MemoryMarshal.Read<uint>(value) : flags;
        }

        return (flags & RouteNetlink.IFA_F_PERMANENT) == 0 ? null : new(content.ToArray());
    }

    /// <summary>The request that gives the address to a device.</summary>
    /// <param name="index">The number of the device.</param>
    /// <param name="formerName">The name with which the label begins.</param>
    /// <param name="name">The name with which it is to begin.</param>
    internal NetlinkMessage ToMessage(int index, string formerName, string name)
    {
        NetlinkMessage message = NetlinkMessage.ForAddress(_content, index);
        ReadOnlySpan<byte> attributes = _content.AsSpan(NetlinkMessage.AddressSize);
        while (NetlinkMessage.TryTake(ref attributes, out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type != RouteNetlink.IFA_LABEL)
            {
                message.With(type, value);
                continue;
            }

            string label = Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            string renamed = label.StartsWith(formerName, StringComparison.Ordinal) ? name + label[formerName.Length..] : label;
            if (Encoding.UTF8.GetByteCount(renamed) <= MaxLabelLength)
            {
                // A label that is too long now is left to the kernel, which takes the name of the device.
                message.With(type, renamed);
            }
        }

        return message;
    }
}
