// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// The systemd driver for a user without privileges: his own systemd makes the scope, below his service. The user is the
/// VM's; on other hosts, whose lists of users are not ours to change, the tests skip.
/// </summary>
public sealed class SystemdUserTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string User = "guest";
    private const string Service = "/user.slice/user-1000.slice/user@1000.service";

    [Fact]
    public void The_whole_life_of_a_container_is_in_a_scope_of_the_users_own_systemd()
    {
        string id = host.NewId(), home = Prepare(id, config => config["linux"]!["resources"] = JsonNode.Parse("""
            {"memory": {"limit": 67108864}, "pids": {"limit": 20}, "cpu": {"shares": 512}}
            """));

        RunResult result = AsUser(home, $"""
            ./ocirt --systemd-cgroup create --bundle . {id} < /dev/null > /dev/null 2> log || cat log
            grep ^0: /proc/$(./ocirt state {id} | sed -n 's/.*"pid": \([0-9]*\),/\1/p')/cgroup
            ./ocirt start {id}
            ./ocirt exec {id} id -u
            cd /sys/fs/cgroup{Service}/app.slice/box-{id}.scope && cat memory.max pids.max cpu.weight && cd - > /dev/null
            ./ocirt update --memory 128m --pids-limit 30 {id}
            systemctl --user show --property=Delegate,MemoryMax,TasksMax,CPUWeight box-{id}.scope | sort
            ./ocirt pause {id}
            ./ocirt resume {id}
            ./ocirt ps {id} | grep -o 'sh -c'
            ./ocirt delete --force {id}
            systemctl --user list-units --all --plain --no-legend 'box-*'
            """);

        result.Should().Be(new RunResult(
            0,
            $"0::{Service}/app.slice/box-{id}.scope\n0\n67108864\n20\n59\nCPUWeight=59\nDelegate=yes\nMemoryMax=134217728\nTasksMax=30\nsh -c\n",
            ""));
    }

    [Fact]
    public void A_controller_that_is_not_delegated_to_the_user_is_an_error_that_says_where()
    {
        string id = host.NewId(), home = Prepare(id, config => config["linux"]!["resources"] = JsonNode.Parse("""{"cpu": {"cpus": "0"}}"""));

        RunResult result = AsUser(home, $"""
            ./ocirt --systemd-cgroup run --bundle . {id} || echo $?
            systemctl --user list-units --all --plain --no-legend 'box-*'
            ls $XDG_RUNTIME_DIR/ocirt
            """);

        result.Should().Be(new RunResult(
            0,
            "1\n",
            $"ocirt: linux.resources.cpu.cpus: the controller 'cpuset' cannot be enabled for '/sys/fs/cgroup{Service}/app.slice/box-{id}.scope': "
            + "'/sys/fs/cgroup/user.slice' does not delegate it: add it to 'Delegate=' of the unit 'user@1000.service', as in 'Delegate=cpu cpuset io memory pids'\n"));
    }

    [Fact]
    public void A_user_who_is_not_logged_in_learns_what_to_do()
    {
        string id = host.NewId(), home = Prepare(id, _ => { });

        RunResult result = AsUser(home, $"""
            env -u XDG_RUNTIME_DIR ./ocirt --root state --systemd-cgroup run --bundle . {id} || echo $?
            """);

        result.Should().Be(new RunResult(0, "1\n", "ocirt: systemd: XDG_RUNTIME_DIR is not set: log in as the user, or use '--cgroup-manager=cgroupfs'\n"));
    }

    /// <summary>A bundle of what 'spec --rootless' writes, with the runtime beside it, in a directory of the user.</summary>
    private string Prepare(string id, Action<JsonObject> edit)
    {
        SystemdHost.Need();
        Assert.SkipUnless(ContainerFixture.Shell($"id -u {User} && ls /run/user/1000/systemd/private").Line.StartsWith("1000\n", StringComparison.Ordinal),
            $"this host has no user '{User}' with a systemd of his own");
        string home = Path.Combine(host.Work, id);
        ContainerFixture.Shell($"""
            chmod 755 '{host.Work}' && mkdir '{home}' && cp -a '{host.Rootfs}' '{home}/rootfs' && cp '{host.Binary}' '{home}/ocirt' && chown -hR {User}: '{home}'
            """).Should().Be(new RunResult(0, "", ""));
        AsUser(home, "./ocirt spec --rootless").Should().Be(new RunResult(0, "", ""));
        JsonObject config = JsonNode.Parse(File.ReadAllText(home + "/config.json"))!.AsObject();
        config["process"]!["args"] = new JsonArray("sh", "-c", RunningContainer.Waiting);
        config["process"]!["terminal"] = false;
        config["linux"]!["cgroupsPath"] = $"app.slice:box:{id}";
        edit(config);
        File.WriteAllText(home + "/config.json", config.ToJsonString());
        return home;
    }

    private static RunResult AsUser(string home, string script)
    {
        string file = Path.Combine(home, "script");
        File.WriteAllText(file, "set -u\n" + script);
        return ContainerFixture.Shell(
            $"cd '{home}' && setpriv --reuid {User} --regid {User} --init-groups env HOME=/home/{User} XDG_RUNTIME_DIR=/run/user/1000 bash '{file}'");
    }
}
