// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>libdbus, the reference implementation of D-Bus. Linked statically into the shipped executable.</summary>
internal static unsafe partial class LibDbus
{
    /// <summary>Room for DBusMessageIter, in bytes (72 on 64-bit architectures).</summary>
    internal const int IteratorSize = 128;

    private const string Library = "dbus-1";

    [LibraryImport(Library)]
    internal static partial void dbus_error_init(Error* error);

    [LibraryImport(Library)]
    internal static partial void dbus_error_free(Error* error);

    [LibraryImport(Library)]
    internal static partial void dbus_connection_set_change_sigpipe(uint change);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint dbus_connection_open_private(string address, Error* error);

    [LibraryImport(Library)]
    internal static partial uint dbus_bus_register(nint connection, Error* error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void dbus_bus_add_match(nint connection, string rule, Error* error);

    [LibraryImport(Library)]
    internal static partial void dbus_connection_set_exit_on_disconnect(nint connection, uint exit);

    [LibraryImport(Library)]
    internal static partial void dbus_connection_close(nint connection);

    [LibraryImport(Library)]
    internal static partial void dbus_connection_unref(nint connection);

    [LibraryImport(Library)]
    internal static partial nint dbus_connection_send_with_reply_and_block(nint connection, nint message, int timeout, Error* error);

    [LibraryImport(Library)]
    internal static partial uint dbus_connection_read_write(nint connection, int timeout);

    [LibraryImport(Library)]
    internal static partial nint dbus_connection_pop_message(nint connection);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint dbus_message_new_method_call(string destination, string path, string contract, string method);

    [LibraryImport(Library)]
    internal static partial void dbus_message_unref(nint message);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint dbus_message_is_signal(nint message, string contract, string name);

    [LibraryImport(Library)]
    internal static partial void dbus_message_iter_init_append(nint message, byte* iterator);

    [LibraryImport(Library)]
    internal static partial uint dbus_message_iter_append_basic(byte* iterator, int type, void* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint dbus_message_iter_open_container(byte* iterator, int type, string? signature, byte* inner);

    [LibraryImport(Library)]
    internal static partial uint dbus_message_iter_close_container(byte* iterator, byte* inner);

    [LibraryImport(Library)]
    internal static partial uint dbus_message_iter_init(nint message, byte* iterator);

    [LibraryImport(Library)]
    internal static partial int dbus_message_iter_get_arg_type(byte* iterator);

    [LibraryImport(Library)]
    internal static partial void dbus_message_iter_get_basic(byte* iterator, void* value);

    [LibraryImport(Library)]
    internal static partial uint dbus_message_iter_next(byte* iterator);

    [LibraryImport(Library)]
    internal static partial void dbus_message_iter_recurse(byte* iterator, byte* inner);

    /// <summary>DBusError.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Error
    {
        internal byte* Name;
        internal byte* Message;
        internal uint Flags;
        internal nint Padding;
    }
}
