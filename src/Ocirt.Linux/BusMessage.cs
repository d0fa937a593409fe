// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// A D-Bus message, which is written value by value, or read. The types are those of the D-Bus specification, "Type
/// System". Values that do not fit the signature of the call are found by the peer.
/// </summary>
public sealed unsafe class BusMessage : IDisposable
{
    private const int MaximumDepth = 8;
    private byte* _iterators;
    private int _depth;
    private bool _hasValue;

    private BusMessage(nint handle)
    {
        Handle = handle;
        _iterators = (byte*)NativeMemory.AllocZeroed(MaximumDepth * LibDbus.IteratorSize);
    }

    internal nint Handle { get; private set; }

    private byte* Current => _iterators + (_depth * LibDbus.IteratorSize);

    /// <summary>Begins a call of a method.</summary>
    /// <param name="destination">The bus name.</param>
    /// <param name="path">The object.</param>
    /// <param name="contract">The interface.</param>
    /// <param name="method">The method.</param>
    /// <returns>The message, without values.</returns>
    public static BusMessage Call(string destination, string path, string contract, string method)
    {
        BusMessage message = new(Require(LibDbus.dbus_message_new_method_call(destination, path, contract, method)));
        LibDbus.dbus_message_iter_init_append(message.Handle, message.Current);
        return message;
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public BusMessage Write(string value)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(value + "\0"))
        {
            return Append('s', &text);
        }
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public BusMessage Write(bool value)
    {
        uint number = value ? 1u : 0;
        return Append('b', &number);
    }

    /// <summary>Writes a number of one of the types y, n, q, i, u, x and t.</summary>
    /// <param name="type">The type's letter.</param>
    /// <param name="value">The value; its lower bytes are used.</param>
    /// <returns>This message.</returns>
    public BusMessage Write(char type, ulong value) => Append(type, &value);

    /// <summary>Writes a floating-point number.</summary>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public BusMessage Write(double value) => Append('d', &value);

    /// <summary>Begins an array.</summary>
    /// <param name="signature">The type of its elements.</param>
    /// <returns>This message.</returns>
    public BusMessage OpenArray(string signature) => Open('a', signature);

    /// <summary>Begins a structure.</summary>
    /// <returns>This message.</returns>
    public BusMessage OpenStruct() => Open('r', null);

    /// <summary>Begins a variant, which holds one value.</summary>
    /// <param name="signature">The type of the value.</param>
    /// <returns>This message.</returns>
    public BusMessage OpenVariant(string signature) => Open('v', signature);

    /// <summary>Ends the innermost array, structure or variant.</summary>
    /// <returns>This message.</returns>
    public BusMessage Close()
    {
        byte* inner = Current;
        _depth--;
        RequireMemory(LibDbus.dbus_message_iter_close_container(Current, inner));
        return this;
    }

    /// <summary>Reads the next value when it is a string or an object path, alone or in a variant; another one is passed over.</summary>
    /// <returns>The value, or null when it is of another type, or there is none.</returns>
    public string? ReadString()
    {
        if (!_hasValue)
        {
            return null;
        }

        byte* inner = stackalloc byte[LibDbus.IteratorSize];
        byte* iterator = Current;
        if (LibDbus.dbus_message_iter_get_arg_type(iterator) == 'v')
        {
            LibDbus.dbus_message_iter_recurse(iterator, inner);
            iterator = inner;
        }

        string? value = null;
        if (LibDbus.dbus_message_iter_get_arg_type(iterator) is 's' or 'o')
        {
            // SAFETY: a string of the message, which lives as long as the message does.
            byte* text;
            LibDbus.dbus_message_iter_get_basic(iterator, &text);
            value = Marshal.PtrToStringUTF8((nint)text);
        }

        _hasValue = LibDbus.dbus_message_iter_next(Current) != 0;
        return value;
    }

    /// <summary>Whether it is a signal.</summary>
    /// <param name="contract">The interface.</param>
    /// <param name="name">The signal.</param>
    /// <returns>True when it is.</returns>
    public bool IsSignal(string contract, string name) => LibDbus.dbus_message_is_signal(Handle, contract, name) != 0;

    /// <summary>Frees the message.</summary>
    public void Dispose()
    {
        if (Handle != 0)
        {
            LibDbus.dbus_message_unref(Handle);
            Handle = 0;
        }

        NativeMemory.Free(_iterators);
        _iterators = null;
    }

    /// <summary>Takes charge of a received message.</summary>
    internal static BusMessage Received(nint handle)
    {
        BusMessage message = new(handle);
        message._hasValue = LibDbus.dbus_message_iter_init(handle, message.Current) != 0;
        return message;
    }

    private static nint Require(nint pointer) => pointer != 0 ? pointer : throw new InsufficientMemoryException();

    private static void RequireMemory(uint isDone)
    {
        if (isDone == 0)
        {
            throw new InsufficientMemoryException();
        }
    }

    private BusMessage Open(char type, string? signature)
    {
        byte* outer = Current;
        _depth++;
        RequireMemory(LibDbus.dbus_message_iter_open_container(outer, type, signature, Current));
        return this;
    }

    private BusMessage Append(char type, void* value)
    {
        RequireMemory(LibDbus.dbus_message_iter_append_basic(Current, type, value));
        return this;
    }
}
