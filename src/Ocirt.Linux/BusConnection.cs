// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>A private D-Bus connection: to a peer or to a bus. Every wait is bounded.</summary>
public sealed unsafe class BusConnection : IDisposable
{
    private readonly nint _handle;

    private BusConnection(nint handle)
    {
        _handle = handle;
    }

    /// <summary>Connects to a peer, such as systemd's private socket.</summary>
    /// <param name="address">A D-Bus address, such as <c>unix:path=/run/systemd/private</c>.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="BusException">Nobody listens, or access is denied.</exception>
    public static BusConnection OpenPeer(string address)
    {
        LibDbus.Error error;
        LibDbus.dbus_error_init(&error);

        // The runtime ignores SIGPIPE by itself; init gives the container the usual disposition back.
        LibDbus.dbus_connection_set_change_sigpipe(0);
        nint handle = LibDbus.dbus_connection_open_private(address, &error);
        if (handle == 0)
        {
            throw Take(&error);
        }

        LibDbus.dbus_connection_set_exit_on_disconnect(handle, 0);
        return new BusConnection(handle);
    }

    /// <summary>Connects to a bus, and says hello to it.</summary>
    /// <param name="address">A D-Bus address.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="BusException">There is no bus, or it refuses.</exception>
    public static BusConnection OpenBus(string address)
    {
        BusConnection connection = OpenPeer(address);
        LibDbus.Error error;
        LibDbus.dbus_error_init(&error);
        if (LibDbus.dbus_bus_register(connection._handle, &error) == 0)
        {
            connection.Dispose();
            throw Take(&error);
        }

        return connection;
    }

    /// <summary>Asks the bus for signals.</summary>
    /// <param name="rule">Which ones; a match rule of the D-Bus specification.</param>
    /// <exception cref="BusException">The bus refuses.</exception>
    public void AddMatch(string rule)
    {
        LibDbus.Error error;
        LibDbus.dbus_error_init(&error);
        LibDbus.dbus_bus_add_match(_handle, rule, &error);
        if (error.Name is not null)
        {
            throw Take(&error);
        }
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="timeoutMilliseconds">How long to wait.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="BusException">The answer is an error, or does not come in time.</exception>
    public BusMessage Call(BusMessage call, int timeoutMilliseconds)
    {
        LibDbus.Error error;
        LibDbus.dbus_error_init(&error);
        nint reply = LibDbus.dbus_connection_send_with_reply_and_block(_handle, call.Handle, timeoutMilliseconds, &error);
        return reply != 0 ? BusMessage.Received(reply) : throw Take(&error);
    }

    /// <summary>Waits for a message that is no answer, such as a signal.</summary>
    /// <param name="timeoutMilliseconds">How long to wait at most; less when something else arrives.</param>
    /// <param name="isOpen">False when the peer is gone.</param>
    /// <returns>The message, or null when none has come.</returns>
    public BusMessage? Receive(int timeoutMilliseconds, out bool isOpen)
    {
        isOpen = true;
        nint message = LibDbus.dbus_connection_pop_message(_handle);
        if (message == 0)
        {
            isOpen = LibDbus.dbus_connection_read_write(_handle, timeoutMilliseconds) != 0;
            message = LibDbus.dbus_connection_pop_message(_handle);
        }

        return message == 0 ? null : BusMessage.Received(message);
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        LibDbus.dbus_connection_close(_handle);
        LibDbus.dbus_connection_unref(_handle);
    }

    private static BusException Take(LibDbus.Error* error)
    {
        BusException exception = new(Marshal.PtrToStringUTF8((nint)error->Name) ?? "", Marshal.PtrToStringUTF8((nint)error->Message) ?? "");
        LibDbus.dbus_error_free(error);
        return exception;
    }
}
