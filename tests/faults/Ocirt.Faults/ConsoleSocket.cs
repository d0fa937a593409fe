// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Net.Sockets;

namespace Ocirt.Faults;

/// <summary>The socket to which <c>--console-socket</c> sends a terminal, as an engine keeps one.</summary>
internal sealed class ConsoleSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal ConsoleSocket(string path)
    {
        File.Delete(path);
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _socket.Listen(16);
    }

    /// <summary>Where it is.</summary>
    internal string Path { get; }

    /// <summary>Hangs up every terminal that was sent so far: until then they lie in the socket and stay open.</summary>
    internal void HangUp()
    {
        while (_socket.Poll(0, SelectMode.SelectRead))
        {
            _socket.Accept().Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
