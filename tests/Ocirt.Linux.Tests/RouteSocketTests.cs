// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Linux.Tests;

/// <summary>The devices of a network namespace in which others may live that want to mislead the runtime.</summary>
public sealed class RouteSocketTests
{
    [Fact]
    public void Answers_come_from_the_kernel_alone()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("sending netlink messages to others needs root");
        }

        HashSet<string> before = [.. Ports()];
        using RouteSocket socket = RouteSocket.Open();
        socket.TryFind(1)!.Name.Should().Be("lo");
        string[] opened = [.. Ports().Except(before)];
        opened.Should().NotBeEmpty();
        foreach (string port in opened)
        {
            TrySend(uint.Parse(port, CultureInfo.InvariantCulture)).Should().Be(Errno.ECONNREFUSED, because: "whoever administers the namespace could answer in place of the kernel");
        }

        socket.TryFind(1)!.Name.Should().Be("lo");
    }

    /// <summary>The addresses of the sockets of NETLINK_ROUTE; see netlink(7).</summary>
    private static IEnumerable<string> Ports() =>
        File.ReadLines("/proc/self/net/netlink").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1] == "0")
            .Select(fields => fields[2]);

    /// <summary>Sends a message to a socket; 0, or why it is refused.</summary>
    private static int TrySend(uint port)
    {
        byte[] message = new byte[20];
        message[0] = (byte)message.Length;
        message[4] = (byte)Netlink.NLMSG_ERROR;
        byte[] address = new byte[12];
        MemoryMarshal.Write(address, (ushort)Netlink.AF_NETLINK);
        MemoryMarshal.Write(address.AsSpan(4), port);
        const int Raw = 3;
        int sender = socket(Netlink.AF_NETLINK, Raw, Netlink.NETLINK_ROUTE);
        int errno = sendto(sender, message, (nuint)message.Length, 0, address, (uint)address.Length) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = close(sender);
        return errno;
    }

    [DllImport("libc")]
    private static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern nint sendto(int socket, byte[] content, nuint length, int flags, byte[] address, uint addressLength);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
