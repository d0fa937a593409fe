// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The systemd cgroup driver, beside a systemd of the test's own (tests/systemd-rig).</summary>
public sealed class SystemdTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Systemd = "/usr/lib/systemd/systemd";
    private const string Waiting = "trap 'exit 0' TERM; while true; do sleep 0.05; done";

    [Fact]
    public void A_container_lives_and_ends_in_a_scope_of_systemd()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting, config =>
        {
            ShowCgroups(config);
            config["linux"]!["cgroupsPath"] = $"rig-boxes.slice:box:{id}";
            config["linux"]!["resources"] = JsonNode.Parse("""{"unified": {"cgroup.max.depth": "5"}}""");
            config["annotations"] = new JsonObject { ["org.systemd.property.Description"] = "'a box'" };
        });
        string scope = $"/rig.slice/rig-boxes.slice/box-{id}.scope", update = Path.Combine(host.Work, id + ".json");
        File.WriteAllText(update, """{"unified": {"cgroup.max.depth": "3"}}""");

        RunResult result = Rig($"""
            {Ocirt} create --bundle '{bundle}' {id} > /dev/null
            grep -h ^0: /proc/$({Ocirt} state {id} | sed -n 's/.*"pid": \([0-9]*\),/\1/p')/cgroup
            {Ocirt} start {id}
            {Ocirt} exec {id} grep ^0: /proc/self/cgroup
            cat /sys/fs/cgroup{scope}/cgroup.max.depth
            {Ocirt} update --resources '{update}' {id}
            cat /sys/fs/cgroup{scope}/cgroup.max.depth
            systemctl --user show --property=Description,Delegate,Slice,ActiveState 'box-{id}.scope' | sort
            {Ocirt} run --bundle '{bundle}' {id}-2 || echo $?
            {Ocirt} pause {id}
            {Ocirt} resume {id}
            {Ocirt} delete --force {id}
            test ! -e /sys/fs/cgroup{scope}
            systemctl --user list-units --all --plain --no-legend 'box-*'
            """);

        result.Should().Be(new RunResult(
            0,
            $"0::{scope}\n0::{scope}\n5\n3\nActiveState=active\nDelegate=yes\nDescription=a box\nSlice=rig-boxes.slice\n1\n",
            $"ocirt: systemd unit 'box-{id}.scope': there is one of this name: choose another linux.cgroupsPath, or see 'systemctl status box-{id}.scope'\n"));
    }

    /// <summary>Lets the container see the path of its cgroup, which a namespace would hide.</summary>
    private static void ShowCgroups(JsonObject config) =>
        config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "cgroup");

    [Fact]
    public void A_launch_that_is_killed_at_any_moment_leaves_no_scope()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);

        RunResult result = Rig($"""
            RANDOM=1
            for i in $(seq 40); do
                {Ocirt} run --detach --bundle '{bundle}' {id} > /dev/null 2>&1 < /dev/null & pid=$!
                sleep 0.0$((RANDOM % 90 + 10))
                kill -KILL $pid 2> /dev/null || true
                wait $pid 2> /dev/null || true
                {Ocirt} delete --force {id}
            done
            for i in $(seq 500); do
                test -n "$(ls -d /sys/fs/cgroup/system.slice/ocirt-* 2> /dev/null)" || break
                sleep 0.01
            done
            ls -d /sys/fs/cgroup/system.slice/ocirt-* 2> /dev/null || true
            systemctl --user list-units --all --plain --no-legend 'ocirt-*'
            """);

        result.Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_run_ends_with_its_scope()
    {
        string id = host.NewId(), bundle = host.Bundle("grep ^0: /proc/self/cgroup; exit 3", ShowCgroups);

        RunResult result = Rig($"""
            {Ocirt} run --bundle '{bundle}' {id} || echo $?
            test ! -e /sys/fs/cgroup/system.slice/ocirt-{id}.scope
            {Ocirt} run --bundle '{bundle}' {id} || echo $?
            """);

        result.Should().Be(new RunResult(0, $"0::/system.slice/ocirt-{id}.scope\n3\n0::/system.slice/ocirt-{id}.scope\n3\n", ""));
    }

    [Fact]
    public void Who_says_that_he_lacks_the_rights_of_root_gets_the_users_own_systemd()
    {
        string id = host.NewId(), bundle = host.Bundle("exit 0");

        RunResult result = ContainerFixture.Shell(
            $"unshare -m --propagation private sh -c \"mount -t tmpfs none /run && env -u XDG_RUNTIME_DIR {Ocirt} --rootless=true create --bundle '{bundle}' {id}\"");

        result.Code.Should().Be(1);
        result.Error.Should().NotContain("/run/systemd/private", because: "that is the system's").And.Contain(
            ContainerFixture.IsUnified ? "XDG_RUNTIME_DIR" : "the systemd cgroup driver without the rights of root needs cgroup v2");
        host.Command($"state {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Fact]
    public void Without_systemd_the_launch_fails_and_leaves_nothing()
    {
        string id = host.NewId(), bundle = host.Bundle("exit 0");

        RunResult result = ContainerFixture.Shell($"unshare -m --propagation private sh -c \"mount -t tmpfs none /run && {Ocirt} create --bundle '{bundle}' {id}\"");

        result.Should().Be(new RunResult(
            1,
            "",
            "ocirt: systemd does not answer: '/run/systemd/private': Failed to connect to socket /run/systemd/private: No such file or directory; "
            + "'/run/dbus/system_bus_socket': Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory: is it running? "
            + "'--cgroup-manager=cgroupfs' does without\n"));
        host.Command($"state {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Theory]
    [InlineData("podman", 5)]
    [InlineData("docker", 8)]
    public void Every_recorded_call_that_asks_for_systemd_succeeds(string engine, int expected)
    {
        List<RecordedCall> calls = RecordedCall.Of(engine).FindAll(call => call.Has("--systemd-cgroup"));
        calls.Count.Should().Be(expected);
        StringBuilder script = new(), states = new();
        foreach (RecordedCall call in calls)
        {
            string id = host.NewId(), file = Path.Combine(host.Work, id);
            RecordedPlaces places = new(
                host.StateRoot, id, host.Bundle(Waiting), file + ".log", file + ".pid", "", RecordedCall.WriteProcess(host.Work, id, terminal: false), "/dev/null");
            string made = $"{Ocirt} create --bundle '{places.Bundle}' {id}", started = $"{made}\n{Ocirt} start {id}";
            string prepare = call.Command switch
            {
                "create" => ":",
                "start" or "state" => made,
                "resume" => $"{started}\n{Ocirt} pause {id}",
                "delete" => $"{started}\n{Ocirt} kill {id} 9\nuntil {Ocirt} state {id} | grep -q '\"stopped\"'; do sleep 0.02; done",
                _ => started,
            };
            string show = call.Command switch
            {
                "delete" => "test ! -e",

                // systemd takes the scope away when its last process ends.
                "kill" => "test -n",
                _ => "test -e",
            };
            script.AppendLine($"{{ {prepare}\n}} > /dev/null < /dev/null").AppendLine($"'{host.Binary}' {call.Line(places)} > '{file}.out' < /dev/null")
                .AppendLine($"{show} /sys/fs/cgroup/system.slice/ocirt-{id}.scope && echo {call.Command}")
                .AppendLine($"{Ocirt} delete --force {id}").AppendLine($"test ! -e /sys/fs/cgroup/system.slice/ocirt-{id}.scope");
            states.Append(call.Command).Append('\n');
        }

        Rig(script.ToString()).Should().Be(new RunResult(0, states.ToString(), ""));
    }

    private string Ocirt => $"'{host.Binary}' --root '{host.StateRoot}' --systemd-cgroup";

    private RunResult Rig(string script)
    {
        Assert.SkipUnless(File.Exists(Systemd), "this host has no systemd to start");
        string file = Path.Combine(host.Work, host.NewId() + ".sh");
        File.WriteAllText(file, "set -eu\n" + script);
        return ContainerFixture.Shell($"'{Path.Combine(ContainerFixture.Root, "tests/systemd-rig")}' bash '{file}'");
    }
}
