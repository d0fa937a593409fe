// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Sockets of others, which they give a path or a name; see unix(7). Every path is reached through a descriptor, since an address has room
/// for 107 bytes only.
/// </summary>
public static unsafe class NamedSocket
{
    private const int AddressSize = 110;
    private const int AllMayWrite = 0x1B6; // 0666

    /// <summary>Connects to a socket.</summary>
    /// <param name="path">Its path, of any length; a link is followed.</param>
    /// <param name="type">SOCK_STREAM or SOCK_DGRAM.</param>
    /// <param name="errno">0, or why it failed; ENOTSOCK when the path is something else.</param>
    /// <returns>The connected socket, or null.</returns>
    public static FileDescriptor? TryConnect(string path, int type, out int errno)
    {
        using FileDescriptor? place = FileDescriptor.TryOpen(path, Fcntl.O_PATH | Fcntl.O_CLOEXEC, out errno);
        if (place is null)
        {
            return null;
        }

        if (place.Stat().FileType != Stat.S_IFSOCK)
        {
            errno = Errno.ENOTSOCK;
            return null;
        }

        FileDescriptor socket = Make(type);
        byte* address = stackalloc byte[AddressSize];
        uint length = Address(address, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{place.Value}"));
        while (Libc.connect(socket.Value, address, length) < 0)
        {
            errno = Failure.LastErrno;
            if (errno != Errno.EINTR)
            {
                socket.Dispose();
                return null;
            }
        }

        errno = 0;
        return socket;
    }

    /// <summary>Connects to a datagram socket whose name is abstract: beside the file system.</summary>
    /// <param name="name">Its name, without the NUL that stands before it.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>The connected socket, or null.</returns>
    public static FileDescriptor? TryConnectAbstract(string name, out int errno)
    {
        FileDescriptor socket = Make(Socket.SOCK_DGRAM);
        byte* address = stackalloc byte[AddressSize];
        uint length = Address(address, "\0" + name) - 1;
        errno = Libc.connect(socket.Value, address, length) < 0 ? Failure.LastErrno : 0;
        if (errno == 0)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Makes a datagram socket at a name in a directory, which everybody may write to who reaches it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">A new name in it, at most 80 bytes.</param>
    /// <returns>The socket; reading does not block.</returns>
    /// <exception cref="SyscallException">The call failed; EADDRINUSE when the name is taken.</exception>
    public static FileDescriptor BindDatagram(FileDescriptor directory, string name)
    {
        FileDescriptor socket = Make(Socket.SOCK_DGRAM | Fcntl.O_NONBLOCK);
        byte* address = stackalloc byte[AddressSize];
        uint length = Address(address, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Value}/{name}"));

        // Whoever reaches the directory may write: its mode does not depend on the umask of the caller.
        if (Libc.bind(socket.Value, address, length) == 0
            && Libc.syscall((nint)SyscallNumber.fchmodat, Fcntl.AT_FDCWD, (nint)(address + sizeof(ushort)), AllMayWrite, 0, 0) == 0)
        {
            return socket;
        }

        SyscallException failure = Failure.At("bind", directory.Value, name);
        socket.Dispose();
        throw failure;
    }

    /// <summary>Makes a socket that keeps messages whole and that others connect to, with mode 0600 from the first moment on.</summary>
    /// <param name="directory">Where its name goes.</param>
    /// <param name="name">A new name in it, at most 80 bytes.</param>
    /// <returns>The listening socket, closed by exec(2).</returns>
    /// <exception cref="SyscallException">The call failed; EADDRINUSE when the name is taken.</exception>
    public static FileDescriptor Listen(FileDescriptor directory, string name)
    {
        FileDescriptor socket = Make(Socket.SOCK_SEQPACKET);
        try
        {
            byte* address = stackalloc byte[AddressSize];
            uint length = Address(address, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Value}/{name}"));

            // KERNEL: bind(2) gives the name the mode of the socket, less the umask.
            if (Libc.fchmod(socket.Value, 0x180) < 0 || Libc.bind(socket.Value, address, length) < 0)
            {
                throw Failure.At("bind", directory.Value, name);
            }

            return Libc.listen(socket.Value, 8) == 0 ? socket : throw Failure.On("listen", socket.Value);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a socket that <see cref="Listen"/> made.</summary>
    /// <param name="directory">Where its name is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="errno">0, or why it failed: ENOENT, or ECONNREFUSED when nobody listens any more.</param>
    /// <returns>The connection, or null.</returns>
    public static ChannelSocket? TryConnect(FileDescriptor directory, string name, out int errno)
    {
        FileDescriptor socket = Make(Socket.SOCK_SEQPACKET);
        byte* address = stackalloc byte[AddressSize];
        uint length = Address(address, string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory.Value}/{name}"));
        while (Libc.connect(socket.Value, address, length) < 0)
        {
            errno = Failure.LastErrno;
            if (errno != Errno.EINTR)
            {
                socket.Dispose();
                return null;
            }
        }

        errno = 0;
        return ChannelSocket.From(socket);
    }

    /// <summary>Makes an address. The length counts the NUL at the end of the text.</summary>
    private static uint Address(byte* address, string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        if (count >= AddressSize - sizeof(ushort))
        {
            throw new ArgumentException($"a socket's name has {count} bytes, more than fit in an address", nameof(text));
        }

        new Span<byte>(address, AddressSize).Clear();
        *(ushort*)address = Socket.AF_UNIX;
        Encoding.UTF8.GetBytes(text, new Span<byte>(address + sizeof(ushort), AddressSize - sizeof(ushort)));
        return (uint)(sizeof(ushort) + count + 1);
    }

    private static FileDescriptor Make(int type)
    {
        int socket = Libc.socket(Socket.AF_UNIX, type | Socket.SOCK_CLOEXEC, 0);
        return socket >= 0 ? FileDescriptor.Own(socket) : throw Failure.Of("socket(AF_UNIX)");
    }
}
