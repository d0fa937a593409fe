// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class ChannelSocketTests : IDisposable
{
    private readonly ChannelSocket _a;
    private readonly ChannelSocket _b;

    public ChannelSocketTests() => (_a, _b) = ChannelSocket.CreatePair();

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
    }

    [Fact]
    public void A_message_comes_whole_with_its_descriptors()
    {
        using FileDescriptor null0 = FileDescriptor.Open("/dev/null", Fcntl.O_RDWR);
        _a.Send("hello"u8, [null0.Value, null0.Value]).Should().BeTrue();
        byte[] buffer = new byte[16];
        int[] descriptors = new int[4];

        _b.Receive(buffer, descriptors, out int length, out int count).Should().Be(ReceiveStatus.Message);

        length.Should().Be(5);
        count.Should().Be(2);
        for (int i = 0; i < count; i++)
        {
            using FileDescriptor received = FileDescriptor.Own(descriptors[i]);
            received.ToString().Should().Be($"[{received.Value}]</dev/null>");
        }
    }

    [Fact]
    public void The_end_and_a_pause_are_told_apart()
    {
        byte[] buffer = new byte[16];
        _b.Receive(buffer, [], out _, out _, timeoutMilliseconds: 1).Should().Be(ReceiveStatus.TimedOut);
        _a.Dispose();
        _b.Receive(buffer, [], out _, out _).Should().Be(ReceiveStatus.Closed);
        _b.Send("x"u8).Should().BeFalse();
    }

    [Fact]
    public void Messages_queued_before_a_reset_are_still_received()
    {
        byte[] buffer = new byte[16];
        _b.Send("unread"u8);
        _a.Send("last words"u8);
        _a.Dispose();

        _b.Receive(buffer, [], out _, out _).Should().Be(ReceiveStatus.Reset);
        _b.Receive(buffer, [], out int length, out _).Should().Be(ReceiveStatus.Message);
        length.Should().Be(10);
        _b.Receive(buffer, [], out _, out _).Should().Be(ReceiveStatus.Closed);
    }

    [Fact]
    public void More_descriptors_than_expected_are_refused_and_none_is_kept()
    {
        using FileDescriptor null0 = FileDescriptor.Open("/dev/null", Fcntl.O_RDWR);
        _a.Send("x"u8, [null0.Value, null0.Value]);
        int[] descriptors = new int[1];

        Action receive = () => _b.Receive(new byte[4], descriptors, out _, out _);

        receive.Should().Throw<SyscallException>().WithMessage("recvmsg([*]<socket:[*]>): EMSGSIZE: message too long");
        File.Exists($"/proc/self/fd/{descriptors[0]}").Should().BeFalse();
    }
}
