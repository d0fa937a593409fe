// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class CgroupTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void A_device_that_is_not_allowed_is_refused()
    {
        // No driver has the number, and no capability is asked for: what refuses it are the rules alone.
        void AddDevice(JsonObject config) => config["linux"]!["devices"] = JsonNode.Parse("""[{"path":"/dev/none","type":"c","major":1,"minor":200}]""");
        RunResult refused = host.Run("cat /dev/none; head -c 1 /dev/zero | wc -c", AddDevice);
        refused.Error.Should().Be("cat: can't open '/dev/none': Operation not permitted\n");
        refused.Line.Should().Be("1");
        host.Run("cat /dev/none", config =>
        {
            AddDevice(config);
            config["linux"]!["resources"] = Resources("""{"devices":[{"allow":false,"access":"rwm"},{"allow":true,"type":"c","major":1,"minor":200,"access":"r"}]}""");
        }).Error.Should().Be("cat: can't open '/dev/none': No such device or address\n");
    }

    [Fact]
    public void A_memory_limit_ends_a_hog()
    {
        Skip("memory");
        RunResult result = host.Run("head -c 100000000 /dev/zero | tail > /dev/null; echo $?", config => config["linux"]!["resources"] = Resources("""{"memory":{"limit":20971520}}"""));
        result.Line.Should().Be("137");
    }

    [Fact]
    public void A_pids_limit_stops_a_fork_bomb()
    {
        Skip("pids");
        RunResult result = host.Run("for i in 1 2 3 4 5 6 7 8 9; do sleep 1 & done; wait", config => config["linux"]!["resources"] = Resources("""{"pids":{"limit":4}}"""));
        result.Error.Should().Contain("can't fork");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void A_container_starts_with_a_limit_of_one_process_and_can_make_no_other(int limit)
    {
        Skip("pids");
        RunResult result = host.Run("echo started; /bin/true || echo no second process", config => config["linux"]!["resources"] = Resources($$$"""{"pids":{"limit":{{{limit}}}}}"""));
        result.Error.Should().Contain("can't fork");
        result.Output.Should().StartWith("started\n");
    }

    [Fact]
    public void A_processor_quota_shows_in_the_statistics()
    {
        Skip("cpu");
        // Without a cgroup namespace the whole tree of version 2 is seen, whose root counts no throttling.
        string path = ContainerFixture.IsUnified ? "/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/cpu.stat" : "/sys/fs/cgroup/cpu/cpu.stat";
        RunResult result = host.Run(
            $"while [ \"$(grep nr_throttled {path})\" = 'nr_throttled 0' ]; do :; done; echo throttled",
            config => config["linux"]!["resources"] = Resources("""{"cpu":{"quota":2000,"period":10000}}"""));
        result.Line.Should().Be("throttled");
    }

    [Fact]
    public void The_cgroup_has_the_path_that_was_asked_for_and_is_gone_afterwards()
    {
        RunResult result = host.Run("cat /proc/self/cgroup", config =>
        {
            config["linux"]!["cgroupsPath"] = "/ocirt-e2e/inner";
            config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => entry!["type"]!.GetValue<string>() == "cgroup");
            config["mounts"]!.AsArray().RemoveAll(mount => mount!["type"]!.GetValue<string>() == "cgroup");
        });
        foreach (string line in result.Line.Split('\n'))
        {
            // Where cgroup v2 is mounted in place of v1, the v1 hierarchies still exist, out of reach.
            if (!ContainerFixture.IsUnified || line.StartsWith("0:", System.StringComparison.Ordinal))
            {
                line.Should().EndWith(":/ocirt-e2e/inner");
            }
        }

        ContainerFixture.Shell("find /sys/fs/cgroup -maxdepth 3 -path '*ocirt-e2e/inner'").Line.Should().BeEmpty();
    }

    [Theory]
    [InlineData("rw", false, "1000 1000 0")]
    [InlineData("ro", false, "0 0 0")]
    [InlineData("rw", true, "301000 301000 0")]
    public void A_writable_cgroup_belongs_to_the_user_of_the_process_also_in_a_joined_namespace(string option, bool joins, string owners)
    {
        Assert.SkipUnless(ContainerFixture.IsUnified, "this host has no cgroup v2 on /sys/fs/cgroup");
        using NamespaceHolder? pod = joins ? new("--user", "0 300000 65536") : null;
        string id = host.NewId(), rootfs = Path.Combine(host.Work, id + "-rootfs"), bundle = host.Bundle(RunningContainer.Waiting, config =>
        {
            ContainerFixture.Shell($"cp -a '{host.Rootfs}' '{rootfs}' && chown -hR {(joins ? 300_000 : 0)} '{rootfs}' && chmod 755 '{host.Work}'").Code.Should().Be(0);
            config["root"]!["path"] = rootfs;
            config["process"]!["user"] = JsonNode.Parse("""{"uid": 1000, "gid": 1000}""");
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "cgroup" });
            config["mounts"]!.AsArray().RemoveAll(mount => (string)mount!["destination"]! == "/sys/fs/cgroup");
            config["mounts"]!.AsArray().Add(JsonNode.Parse($$"""{"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["{{option}}"]}"""));
            if (pod is not null)
            {
                config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user", ["path"] = pod.PathOf("user") });
                foreach (string ids in (string[])["uidMappings", "gidMappings"])
                {
                    config["linux"]![ids] = JsonNode.Parse("""[{"containerID": 0, "hostID": 300000, "size": 65536}]""");
                }
            }
        });
        host.Start($"run --detach --bundle '{bundle}' {id}").Code.Should().Be(0, because: host.Output(id));

        string place = ContainerFixture.Shell($"sed -n s/^0:://p /proc/{host.State(id)["pid"]}/cgroup").Line;
        ContainerFixture.Shell($"cd /sys/fs/cgroup{place} && stat -c %u . cgroup.procs cgroup.freeze | paste -sd ' '").Line.Should().Be(owners);
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    private static JsonNode Resources(string json) => JsonNode.Parse(json)!;

    private static void Skip(string controller)
    {
        bool there = ContainerFixture.IsUnified
            ? File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains(controller, System.StringComparison.Ordinal)
            : Directory.Exists("/sys/fs/cgroup/" + controller);
        if (!there)
        {
            Assert.Skip($"this host has no {controller} controller");
        }
    }
}
