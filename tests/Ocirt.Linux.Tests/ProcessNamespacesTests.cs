// SPDX-License-Identifier: Apache-2.0

using System.IO;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class ProcessNamespacesTests
{
    [Theory]
    [InlineData("cgroup")]
    [InlineData("ipc")]
    [InlineData("mnt")]
    [InlineData("net")]
    [InlineData("pid")]
    [InlineData("time")]
    [InlineData("user")]
    [InlineData("uts")]
    public void A_namespace_is_the_one_that_proc_names(string kind)
    {
        string link = new FileInfo($"/proc/self/ns/{kind}").LinkTarget!;
        using ChildProcess same = ChildProcess.Open(OwnProcess.Pid);

        ProcessNamespaces.TryStat(null, kind, out StatResult own).Should().Be(0);
        ProcessNamespaces.TryStat(same, kind, out StatResult opened).Should().Be(0);

        $"{kind}:[{own.Inode}]".Should().Be(link);
        (opened.Device, opened.Inode).Should().Be((own.Device, own.Inode));
        HostPaths.TryStat($"/proc/self/ns/{kind}", out StatResult named).Should().Be(0);
        named.Device.Should().Be(own.Device);
    }

    [Fact]
    public void A_process_that_is_gone_has_none()
    {
        using FileDescriptor program = FileDescriptor.Open("/bin/true", Fcntl.O_RDONLY);
        using ChildProcess child = ChildProcess.Open(Spawn.Start(program, ["true"], []));
        child.Wait();

        ProcessNamespaces.TryStat(child, "pid", out _).Should().BeOneOf(Errno.ENOENT, Errno.ESRCH);
    }
}
