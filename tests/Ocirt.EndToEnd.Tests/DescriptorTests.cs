// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Descriptors that are handed on, and sockets that get one.</summary>
public sealed class DescriptorTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string List = "echo /proc/self/fd/*; echo fds=$LISTEN_FDS pid=$LISTEN_PID";

    private string Name => Path.GetFileName(host.Work);

    [Fact]
    public void A_preserved_descriptor_that_is_closed_is_an_error_and_leaves_nothing()
    {
        RunResult result = ContainerFixture.Shell($"exec 3</dev/null 4<&- 5</dev/null; {host.RunCommand(host.Bundle("true"), Name + "-closed")} --preserve-fds 3");

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("--preserve-fds 3: descriptor 4 is not open");
    }

    [Fact]
    public void The_runtimes_own_log_never_counts_as_a_descriptor_of_the_caller()
    {
        string log = Path.Combine(host.Work, "log");
        string run = host.RunCommand(host.Bundle("true"), Name + "-log").Replace(" run ", $" --log '{log}' run ", StringComparison.Ordinal);
        RunResult result = ContainerFixture.Shell($"exec 3<&-; {run} --preserve-fds 1");

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("--preserve-fds 1: descriptor 3 is not open");
    }

    [Fact]
    public void Descriptors_of_socket_activation_come_first_and_are_announced()
    {
        RunResult result = ContainerFixture.Shell(
            $"exec 3</dev/null 4</dev/null 5</dev/null 6</dev/null; LISTEN_FDS=2 exec bash -c 'LISTEN_PID=$$ exec {host.RunCommand(host.Bundle(List), Name + "-listen")} --preserve-fds 1'");

        result.Line.Should().Be(
            "/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3 /proc/self/fd/4 /proc/self/fd/5 /proc/self/fd/6\nfds=2 pid=1",
            because: "6 is the shell's own look at the directory");
    }

    [Fact]
    public void Descriptors_that_were_meant_for_another_process_are_not_handed_on()
    {
        RunResult result = ContainerFixture.Shell($"exec 3</dev/null; LISTEN_FDS=1 LISTEN_PID=1 {host.RunCommand(host.Bundle(List), Name + "-other")}");

        result.Line.Should().Be("/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3\nfds= pid=", because: "3 is the shell's own look at the directory");
    }

    [Fact]
    public void Socket_activation_with_a_closed_descriptor_is_an_error()
    {
        RunResult result = ContainerFixture.Shell($"exec 3<&-; exec bash -c 'LISTEN_FDS=1 LISTEN_PID=$$ exec {host.RunCommand(host.Bundle("true"), Name + "-none")}'");

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("LISTEN_FDS=1: descriptor 3 is not open");
    }

    [Theory]
    [InlineData("/nowhere", "cannot connect: no such file or directory")]
    [InlineData("/dev/null", "cannot connect: it is not a socket")]
    public void A_socket_for_the_pidfd_that_nobody_listens_on_is_an_error(string path, string words)
    {
        RunResult result = ContainerFixture.Shell($"{host.RunCommand(host.Bundle("true"), Name + "-socket")} --pidfd-socket {path}");

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith($"--pidfd-socket '{path}': {words}");
    }

    [Fact]
    public void The_pidfd_of_the_first_process_goes_to_a_socket_with_a_path_of_any_length()
    {
        string directory = Directory.CreateDirectory(Path.Combine(host.Work, new string('d', 200))).FullName;
        string path = Path.Combine(directory, "socket"), pidFile = Path.Combine(host.Work, "pidfd.pid");
        using DescriptorReceiver receiver = new(path);
        RunResult result = ContainerFixture.Shell($"{host.RunCommand(host.Bundle("true"), Name + "-pidfd")} --pid-file '{pidFile}' --pidfd-socket '{path}'");

        result.Code.Should().Be(0, because: result.Error);
        (string name, string target) = receiver.Receive();
        name.Should().Be("pidfd");
        target.Should().Be("anon_inode:[pidfd]");
    }
}
