// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The logs of the system, played by a socket in a mount namespace of the test's own.</summary>
public sealed class LogTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("journald:box", "/run/systemd/journal/socket", "^PRIORITY=3\nSYSLOG_IDENTIFIER=box\nMESSAGE\n.{8}container does not exist: 'none'\n$")]
    [InlineData("syslog:box", "/dev/log", "^<11>box: container does not exist: 'none'$")]
    [InlineData("syslog:", "/dev/log", "^<11>ocirt: container does not exist: 'none'$")]
    public void An_error_goes_to_the_log_of_the_system_too(string log, string socket, string pattern)
    {
        host.Bundle("true");
        string script =
            "use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, pack_sockaddr_un($ARGV[0])) or die $!; system($ARGV[1]); "
            + "recv(S, $text, 1000, MSG_DONTWAIT); print $text";
        RunResult result = ContainerFixture.Shell(
            "unshare -m --propagation private bash -c '"
            + "mount -t tmpfs none /run && mkdir -p /run/systemd/journal && mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 && "
            + $"exec perl -e \"$1\" {socket} \"$2\"' bash '{script}' \"{host.CommandLine($"--log {log} state none")}\"");
        result.Output.Should().MatchRegex(pattern);
        result.Error.Should().Be("ocirt: container does not exist: 'none'\n");
    }
}
