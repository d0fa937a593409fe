// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Linux;

namespace Ocirt.Cgroups.Systemd;

/// <summary>A property of a systemd unit; see systemd.resource-control(5) and org.freedesktop.systemd1(5).</summary>
/// <param name="Name">Its name on D-Bus.</param>
/// <param name="Signature">Its D-Bus type.</param>
/// <param name="Value">
/// The value: <see cref="bool"/>, <see cref="string"/>, <see cref="double"/>, an integer as <see cref="long"/> or
/// <see cref="ulong"/>, or an array of strings, bytes, 32-bit numbers or pairs.
/// </param>
public sealed record UnitProperty(string Name, string Signature, object Value)
{
    /// <summary>The largest number stands for no limit.</summary>
    internal const ulong Infinity = ulong.MaxValue;

    internal static UnitProperty Number(string name, ulong value) => new(name, "t", value);

    internal static UnitProperty Flag(string name, bool value) => new(name, "b", value);

    internal static UnitProperty Text(string name, string value) => new(name, "s", value);

    /// <summary>Writes it as a structure of its name and a variant.</summary>
    internal void WriteTo(BusMessage message)
    {
        message.OpenStruct().Write(Name).OpenVariant(Signature);
        switch (Value)
        {
            case bool flag:
                message.Write(flag);
                break;
            case string text:
                message.Write(text);
                break;
            case double number:
                message.Write(number);
                break;
            case long number:
                message.Write(Signature[0], (ulong)number);
                break;
            case ulong number:
                message.Write(Signature[0], number);
                break;
            case Array array:
                message.OpenArray(Signature[1..]);
                WriteElements(message, array);
                message.Close();
                break;
        }

        message.Close().Close();
    }

    private static void WriteElements(BusMessage message, Array array)
    {
        switch (array)
        {
            case string[] texts:
                foreach (string text in texts)
                {
                    message.Write(text);
                }

                break;
            case byte[] bytes:
                foreach (byte item in bytes)
                {
                    message.Write('y', item);
                }

                break;
            case uint[] numbers:
                foreach (uint number in numbers)
                {
                    message.Write('u', number);
                }

                break;
            case (string Path, ulong Limit)[] limits:
                foreach ((string path, ulong limit) in limits)
                {
                    message.OpenStruct().Write(path).Write('t', limit).Close();
                }

                break;
            case (string Path, string Access)[] rules:
                foreach ((string path, string access) in rules)
                {
                    message.OpenStruct().Write(path).Write(access).Close();
                }

                break;
        }
    }

    /// <summary>Shows name and value, for messages.</summary>
    public override string ToString() => Value switch
    {
        string text => $"{Name}={text}",
        string[] texts => $"{Name}={string.Join(' ', texts)}",
        byte[] bytes => $"{Name}={Convert.ToHexString(bytes)}",
        (string Path, ulong Limit)[] limits => $"{Name}={string.Join(' ', Array.ConvertAll(limits, static limit => $"{limit.Path} {limit.Limit}"))}",
        (string Path, string Access)[] rules => $"{Name}={string.Join(' ', Array.ConvertAll(rules, static rule => $"{rule.Path} {rule.Access}"))}",
        uint[] numbers => $"{Name}={string.Join(' ', numbers)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Name}={Value}"),
    };
}
