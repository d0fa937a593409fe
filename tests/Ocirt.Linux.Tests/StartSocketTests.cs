// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class StartSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocirt-socket-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_socket_is_reached_in_a_directory_whose_path_is_longer_than_an_address()
    {
        string deep = Path.Combine(_folder, new string('d', 200));
        Directory.CreateDirectory(deep);
        using FileDescriptor directory = FileDescriptor.Open(deep, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
        using FileDescriptor listener = NamedSocket.Listen(directory, "s");

        using ChannelSocket? connection = NamedSocket.TryConnect(directory, "s", out int errno);

        errno.Should().Be(0);
        connection!.Send("x"u8).Should().BeTrue();
        File.GetUnixFileMode(Path.Combine(deep, "s")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void That_nobody_listens_is_an_answer()
    {
        using FileDescriptor directory = FileDescriptor.Open(_folder, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);

        NamedSocket.TryConnect(directory, "s", out int missing).Should().BeNull();
        NamedSocket.Listen(directory, "s").Dispose();
        NamedSocket.TryConnect(directory, "s", out int refused).Should().BeNull();

        missing.Should().Be(Errno.ENOENT);
        refused.Should().Be(Errno.ECONNREFUSED);
        FluentActions.Invoking(() => NamedSocket.Listen(directory, "s")).Should().Throw<SyscallException>().Which.Errno.Should().Be(98, because: "the name is taken");
    }
}
