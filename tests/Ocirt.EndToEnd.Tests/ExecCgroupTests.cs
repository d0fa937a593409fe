// SPDX-License-Identifier: Apache-2.0

using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Exec into a container that has left the cgroup that was made for it.</summary>
public sealed class ExecCgroupTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void Exec_follows_the_first_process_when_the_containers_own_cgroup_is_gone()
    {
        if (!ContainerFixture.IsUnified)
        {
            Assert.Skip("this host has cgroup v1");
        }

        string id = host.NewId(), bundle = host.Bundle("exec sleep 1000"), other = "/sys/fs/cgroup/" + id + "-other";
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        int pid = (int)host.State(id)["pid"]!;
        string own = "/sys/fs/cgroup" + ContainerFixture.Shell($"sed -n 's/^0:://p' /proc/{pid}/cgroup").Line;
        ContainerFixture.Shell($"mkdir '{other}' && echo {pid} > '{other}/cgroup.procs'").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Eventually(() => ContainerFixture.Shell($"rmdir '{own}'").Code == 0);
        string pidFile = Path.Combine(host.Work, "followed.pid");

        host.Command($"exec -d --pid-file '{pidFile}' {id} sleep 1000 < /dev/null > /dev/null 2>&1").Code.Should().Be(0);

        ContainerFixture.Shell($"grep ^0:: /proc/{File.ReadAllText(pidFile)}/cgroup").Line.Should().Be("0::/" + id + "-other");
        host.Command($"delete --force {id}").Code.Should().Be(0);
        ContainerFixture.Eventually(() => ContainerFixture.Shell($"rmdir '{other}'").Code == 0);
    }
}
