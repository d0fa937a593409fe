// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// A listening socket of the caller that gets one descriptor: the master of a terminal (--console-socket), or the pidfd of
/// a process (--pidfd-socket).
/// </summary>
public sealed class DescriptorSocket : IDisposable
{
    private readonly ChannelSocket _socket;
    private readonly string _option;
    private readonly string _path;

    private DescriptorSocket(ChannelSocket socket, string option, string path)
    {
        _socket = socket;
        _option = option;
        _path = path;
    }

    /// <summary>Connects, before anything is made, so that a wrong path leaves nothing behind.</summary>
    /// <param name="path">The path, of any length; null gives null.</param>
    /// <param name="option">The option that named it, for messages.</param>
    /// <exception cref="ContainerException">Nobody listens there.</exception>
    public static DescriptorSocket? Connect(string? path, string option)
    {
        if (path is null)
        {
            return null;
        }

        FileDescriptor? socket = NamedSocket.TryConnect(path, Socket.SOCK_STREAM, out int errno);
        return socket is not null
            ? new(ChannelSocket.From(socket), option, path)
            : throw new ContainerException(FailureKind.Host, $"{option} '{path}': cannot connect: {Words(errno)}");
    }

    /// <summary>Sends a descriptor and its name.</summary>
    /// <exception cref="ContainerException">The peer is gone.</exception>
    public void Send(FileDescriptor descriptor, string name)
    {
        int number = descriptor.Value;
        if (!_socket.Send(Encoding.UTF8.GetBytes(name), new ReadOnlySpan<int>(in number)))
        {
            throw new ContainerException(FailureKind.Host, $"{_option} '{_path}': the reader has closed the connection");
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    private static string Words(int errno) => errno switch
    {
        Errno.ENOTSOCK => "it is not a socket",
        Errno.ECONNREFUSED => "nobody listens on it",
        _ => ErrnoText.Describe(errno),
    };
}
