// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class RootTests
{
    [Theory]
    [InlineData("", "rslave", false, null)]
    [InlineData("rslave", "rslave", false, "rslave")]
    [InlineData("slave", "slave", true, "slave")]
    [InlineData("rprivate", "rprivate", false, "rprivate")]
    [InlineData("private", "private", true, "private")]
    [InlineData("shared", "shared", true, "shared")]
    [InlineData("rshared", "rshared", true, "rshared")]
    [InlineData("unbindable", "rprivate", false, "unbindable")]
    [InlineData("runbindable", "rprivate", false, "runbindable")]
    public void The_propagation_of_the_root_is_set_before_the_mounts_and_after_the_pivot(string asked, string before, bool parentPrivate, string? after)
    {
        string linux = asked.Length == 0 ? "" : "\"rootfsPropagation\":\"" + asked + "\"";
        string[] lines = PlanText.Render(TestBundle.Build(TestBundle.Config(linux: linux))).Split('\n');

        string[] found = Array.FindAll(lines, line => line.Contains("  propagation "));
        found[0].Should().Contain("propagation    " + before);
        found.Should().HaveCount(after is null ? 1 : 2);
        if (after is not null)
        {
            found[1].Should().Contain("propagation    " + after);
        }

        Array.Exists(lines, line => line.Contains("  parent-private /bundle/rootfs")).Should().Be(parentPrivate);
    }

    [Fact]
    public void A_joined_mount_namespace_keeps_its_propagation()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(linux: "\"namespaces\":[{\"type\":\"mount\",\"path\":\"/n\"}]")));

        names.Should().NotContain("propagation").And.NotContain("parent-private");
    }

    [Fact]
    public void Without_pivot_the_root_is_moved()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(), options: TestBundle.Options with { NoPivot = true }));

        names.Should().Contain("move-root").And.NotContain("pivot-root");
    }

    [Theory]
    [InlineData("bind", false)]
    [InlineData("tmpfs", true)]
    public void Nodes_and_links_are_made_unless_dev_is_bound_from_elsewhere(string type, bool made)
    {
        string mount = "{\"type\":\"" + type + "\",\"source\":\"/dev\",\"destination\":\"/dev/\"}";
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(mounts: mount)));

        Array.Exists(names, name => name is "device" or "symlink").Should().Be(made);
    }

    [Fact]
    public void The_kernels_memory_is_linked_to_when_the_host_has_it()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(), TestBundle.V2 with { HasKcore = true }));

        text.Should().Contain("symlink        /dev/core -> /proc/kcore");
    }

    [Fact]
    public void A_device_at_dev_ptmx_is_left_to_the_containers_own_devpts()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(linux: "\"devices\":[{\"path\":\"/dev/ptmx\",\"type\":\"c\",\"major\":5,\"minor\":2}]")));

        text.Should().NotContain("/dev/ptmx c").And.Contain("symlink        /dev/ptmx -> pts/ptmx");
    }

    [Theory]
    [InlineData("kernel.shmmax", "sys/kernel/shmmax")]
    [InlineData("kernel/shmmax", "sys/kernel/shmmax")]
    [InlineData("net/ipv4/conf/eth0.100/mtu", "sys/net/ipv4/conf/eth0.100/mtu")]
    [InlineData("net.ipv4.conf.eth0/100.mtu", "sys/net/ipv4/conf/eth0.100/mtu")]
    public void The_name_of_a_kernel_parameter_becomes_a_path(string name, string path)
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(linux: "\"sysctl\":{\"" + name + "\":\"0 1\"}")));

        text.Should().Contain("sysctl         " + path + " = '0 1'");
    }

    [Theory]
    [InlineData("\"namespaces\":[{\"type\":\"pid\"}]", false, false)]
    [InlineData("\"namespaces\":[{\"type\":\"mount\",\"path\":\"/proc/1/ns/mnt\"}]", true, false)]
    [InlineData("\"namespaces\":[]", false, true)]
    public void In_the_runtimes_mount_namespace_the_root_comes_with_go_and_nothing_of_the_host_is_changed(string linux, bool joinsOwn, bool noPivot)
    {
        LaunchPlan plan = TestBundle.Build(
            TestBundle.Config(mounts: """{"destination":"/data","source":"/data","options":["bind"]}""", linux: linux),
            TestBundle.V2 with { JoinsOwnMounts = joinsOwn },
            TestBundle.Options with { NoPivot = noPivot });
        string[] names = TestBundle.Names(plan);

        names.Should().Contain("change-root").And.NotContain(["open-root", "pivot-root", "move-root", "propagation", "parent-private"]);
        Array.IndexOf(names, "await").Should().BeLessThan(Array.IndexOf(names, "bind"));
        PlanText.Render(plan).Should().Contain("/data on /data [opened by the runtime]", because: "the copy must be no peer of the host's mount");
    }

    [Fact]
    public void In_a_mount_namespace_that_proves_to_be_the_runtimes_nothing_is_masked()
    {
        ContainerConfig config = TestBundle.Config(
            linux: "\"namespaces\":[{\"type\":\"mount\",\"path\":\"/proc/1/ns/mnt\"}],\"maskedPaths\":[\"/a\"],\"readonlyPaths\":[\"/b\"]");
        DiagnosticBag findings = new(config.Source);

        PlanBuilder.Build(config, TestBundle.V2 with { JoinsOwnMounts = true }, TestBundle.Options, findings).Should().BeNull();
        findings.Items.Should().HaveCount(2).And.OnlyContain(finding => finding.Id == DiagnosticId.CoversNeedMountNamespace);
    }
}
