// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Ocirt.EndToEnd.Tests;

/// <summary>What an engine listens with for the terminal or the pidfd of a container: one descriptor, and its name.</summary>
internal sealed class DescriptorReceiver : IDisposable
{
    private const int Capacity = 4096;
    private const int RightsSize = 24;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _directory;

    /// <summary>Listens at a path of any length.</summary>
    public DescriptorReceiver(string path)
    {
        // An address has 108 bytes: a short link to the directory gets around that.
        _directory = Path.Combine(Path.GetTempPath(), "r" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateSymbolicLink(_directory, Path.GetDirectoryName(path)!);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory, Path.GetFileName(path))));
        _listener.Listen();
    }

    /// <summary>The descriptor that came last, open in this process; -1 before.</summary>
    public int Descriptor { get; private set; } = -1;

    /// <summary>Takes one connection and its message.</summary>
    /// <returns>The data, and what the descriptor is open on.</returns>
    public unsafe (string Name, string Target) Receive()
    {
        if (!_listener.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectRead))
        {
            throw new TimeoutException("nobody connected within 60 s");
        }

        using Socket connection = _listener.Accept();
        byte* data = stackalloc byte[Capacity];
        byte* control = stackalloc byte[RightsSize];
        nint* part = stackalloc nint[2];
        part[0] = (nint)data;
        part[1] = Capacity;
        nint* header = stackalloc nint[7];
        new Span<nint>(header, 7).Clear();
        header[2] = (nint)part;
        header[3] = 1;
        header[4] = (nint)control;
        header[5] = RightsSize;
        nint length = recvmsg((int)connection.Handle, header, 0);
        if (length <= 0 || header[5] < RightsSize - 4)
        {
            throw new IOException($"{length} bytes and no descriptor came");
        }

        Descriptor = *(int*)(control + 16);
        return (Encoding.UTF8.GetString(data, (int)length), File.ResolveLinkTarget($"/proc/self/fd/{Descriptor}", false)?.Name
            ?? throw new IOException("the descriptor is not open"));
    }

    /// <summary>Reads a line from the terminal whose master was received.</summary>
    public unsafe string ReadLine()
    {
        StringBuilder line = new();
        byte next;
        while (line.Length == 0 || line[^1] != '\n')
        {
            if (read(Descriptor, &next, 1) != 1)
            {
                throw new IOException($"the terminal ended after '{line}'");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_directory);
        if (Descriptor >= 0)
        {
            _ = close(Descriptor);
        }
    }

    [DllImport("libc")]
    private static extern unsafe nint recvmsg(int descriptor, nint* message, int flags);

    [DllImport("libc")]
    private static extern unsafe nint read(int descriptor, byte* buffer, nuint length);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
