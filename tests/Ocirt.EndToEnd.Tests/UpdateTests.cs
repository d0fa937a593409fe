// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>What <c>update</c> refuses and leaves alone, and what <c>events</c> tells.</summary>
public sealed class UpdateTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void The_device_entry_that_engines_send_along_takes_no_device_away()
    {
        string id = Start("head -c 1 /dev/zero | wc -c; while [ ! -e /tmp/again ]; do sleep 0.05; done; head -c 1 /dev/zero | wc -c; sleep 1000");
        host.WaitForOutput(id, "1\n");

        host.Command($"update --resources - {id} <<< '{{\"devices\":[{{\"allow\":false,\"access\":\"rwm\"}}],\"unified\":{{}}}}'").Error.Should().BeEmpty();

        ContainerFixture.Shell($"touch '{Root(id)}/tmp/again'").Code.Should().Be(0);
        host.WaitForOutput(id, "1\n1\n");
        Delete(id);
    }

    [Fact]
    public void Device_rules_change_when_that_is_asked_for()
    {
        // /dev/kmsg, which nothing but the device rules keeps a process with these capabilities from opening.
        string id = Start(
            "mknod /tmp/kmsg c 1 11; (: < /tmp/kmsg) || echo refused; while [ ! -e /tmp/go ]; do sleep 0.05; done; (: < /tmp/kmsg) && echo open; sleep 1000",
            config =>
            {
                foreach (string set in (string[])["bounding", "effective", "permitted"])
                {
                    config["process"]!["capabilities"]![set]!.AsArray().Add("CAP_MKNOD");
                    config["process"]!["capabilities"]![set]!.AsArray().Add("CAP_SYSLOG");
                }
            });
        host.WaitForOutput(id, "sh: can't open /tmp/kmsg: Operation not permitted\nrefused\n");
        RunResult update = host.Command(
            $"update --devices --resources - {id} <<< '{{\"devices\":[{{\"allow\":false}},{{\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":11,\"access\":\"r\"}}]}}'");
        update.Error.Should().BeEmpty();
        update.Code.Should().Be(0);

        ContainerFixture.Shell($"touch '{Root(id)}/tmp/go'").Code.Should().Be(0);
        host.WaitForOutput(id, "sh: can't open /tmp/kmsg: Operation not permitted\nrefused\nopen\n");
        Delete(id);
    }

    [Theory]
    [InlineData("--memory 10x", "ocirt: option '--memory' cannot be '10x', it must be a size, as in '512m', or '-1'")]
    [InlineData("--cpu-quota abc", "ocirt: option '--cpu-quota' cannot be 'abc', it must be a whole number")]
    [InlineData("--devices --memory 1g", "ocirt: option '--devices' needs '--resources', which has the device rules")]
    [InlineData("--memory 1g --resources -", "ocirt: option '--memory' cannot be given together with '--resources'")]
    [InlineData("--resources /nonexistent", "ocirt: cannot read '/nonexistent': no such file or directory")]
    [InlineData("--l3-cache-schema L3:0=f", "ocirt: the container has no class of service of resctrl, so its schema cannot be changed: give it one at create, by linux.intelRdt")]
    [InlineData("--blkio-weight 5", "ocirt: linux.resources.blockIO.weight: must be from 10 to 1000, got '5'; give a number in that range")]
    [InlineData("--memory 64m --memory-swap 32m",
        "ocirt: linux.resources.memory.swap: swap is the limit of memory and swap together, and 33554432 is below the memory limit 67108864; give at least the memory limit, or -1 for no limit")]
    public void A_malformed_change_is_refused_and_nothing_changes(string options, string message)
    {
        string id = Start("sleep 1000");

        RunResult update = host.Command($"update {options} {id}");

        update.LastError.Should().Be(message);
        update.Code.Should().Be(1);
        Delete(id);
    }

    [Fact]
    public void A_refused_limit_leaves_the_others_as_they_were()
    {
        if (ContainerFixture.IsUnified)
        {
            Assert.Skip("this host has no v1 controllers");
        }

        string id = Start("sleep 1000", config => config["linux"]!["resources"]!["memory"] = JsonNode.Parse("""{"limit":67108864}"""));

        RunResult update = host.Command($"update --memory 128m --cpuset-cpus 4000 {id}");

        update.LastError.Should().StartWith("ocirt: linux.resources.cpu.cpus: writing '4000' to ").And.Contain(": the cgroup above has '");
        File.ReadAllText($"/sys/fs/cgroup/memory/{id}/memory.limit_in_bytes").Should().Be("67108864\n");
        JsonNode.Parse(File.ReadAllText(Path.Combine(host.StateRoot, id, "config.json")))!["linux"]!["resources"]!["memory"]!["limit"]!.GetValue<long>().Should().Be(67108864);
        Delete(id);
    }

    [Fact]
    public void An_ended_container_has_no_limits_to_change_and_no_events()
    {
        string id = Start("true");
        host.WaitFor(id, "stopped");

        host.Command($"update --memory 1g {id}").LastError.Should().Be($"ocirt: container not running: '{id}' has ended, and has no limits to change");
        host.Command($"events --stats {id}").LastError.Should().Be($"ocirt: container not running: '{id}' has ended, nothing happens to it any more");
        host.Command("update --memory 1g nobody").LastError.Should().Be("ocirt: container does not exist: 'nobody'");
        Delete(id);
    }

    [Fact]
    public async Task Statistics_come_at_intervals_until_the_container_ends()
    {
        string id = Start("while [ ! -e /tmp/end ]; do sleep 0.05; done");
        Task<RunResult> events = Task.Run(() => ContainerFixture.Shell(host.CommandLine($"events --interval 20ms {id}") + $" | tee '{host.Work}/{id}.events'"));
        ContainerFixture.Eventually(() => File.Exists($"{host.Work}/{id}.events") && File.ReadAllLines($"{host.Work}/{id}.events").Length >= 3);
        ContainerFixture.Shell($"touch '{Root(id)}/tmp/end'").Code.Should().Be(0);

        foreach (string line in (await events).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonNode entry = JsonNode.Parse(line)!;
            entry["type"]!.GetValue<string>().Should().Be("stats");
            entry["id"]!.GetValue<string>().Should().Be(id);
            entry["data"]!.AsObject().Select(pair => pair.Key).Should().Contain(["cpu", "memory", "pids", "blkio"]);
        }

        Delete(id);
    }

    [Fact]
    public async Task The_oom_killer_is_an_event()
    {
        bool there = ContainerFixture.IsUnified
            ? File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("memory", StringComparison.Ordinal)
            : Directory.Exists("/sys/fs/cgroup/memory");
        if (!there)
        {
            Assert.Skip("this host has no memory controller");
        }

        string id = Start(
            "while [ ! -e /tmp/eat ]; do sleep 0.05; done; head -c 100000000 /dev/zero | tail > /dev/null; sleep 1000",
            config => config["linux"]!["resources"]!["memory"] = JsonNode.Parse("""{"limit":20971520}"""));
        string log = $"{host.Work}/{id}.events";
        Task<RunResult> events = Task.Run(() => ContainerFixture.Shell(host.CommandLine($"events --interval 50ms {id}") + $" > '{log}'"));
        ContainerFixture.Eventually(() => File.Exists(log) && File.ReadAllText(log).Contains("stats", StringComparison.Ordinal));

        ContainerFixture.Shell($"touch '{Root(id)}/tmp/eat'").Code.Should().Be(0);
        ContainerFixture.Eventually(() => File.ReadAllText(log).Contains($"{{\"type\":\"oom\",\"id\":\"{id}\"}}\n", StringComparison.Ordinal));
        Delete(id);
        await events;
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("5")]
    [InlineData("-1s")]
    [InlineData("1x")]
    public void An_interval_that_is_no_time_is_refused(string interval)
    {
        if (ContainerFixture.Problem is not null)
        {
            Assert.Skip(ContainerFixture.Problem);
        }

        host.Command($"events --interval={interval} nobody").LastError.Should().Be(
            $"ocirt: option '--interval' cannot be '{interval}', it must be a time of at least a millisecond, as in '500ms', '5s' or '1m30s'");
    }

    private string Start(string command, Action<JsonObject>? edit = null)
    {
        string id = host.NewId();
        string bundle = host.Bundle(command, config =>
        {
            config["root"]!["readonly"] = false;
            config["linux"]!["cgroupsPath"] = "/" + id;
            edit?.Invoke(config);
            config["mounts"]!.AsArray().Add(JsonNode.Parse($$"""{"destination":"/tmp","type":"bind","source":"{{Root(id)}}/tmp","options":["bind","dev"]}"""));
            Directory.CreateDirectory(Root(id) + "/tmp");
        });
        host.Start($"run --detach --bundle '{bundle}' {id}").Code.Should().Be(0);
        return id;
    }

    private string Root(string id) => Path.Combine(host.Work, id + ".root");

    private void Delete(string id) => host.Command($"delete --force {id}").Code.Should().Be(0);
}
