// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The scopes of the systemd driver, beside the systemd that runs the host: what they are, and that none is left.</summary>
public sealed class SystemdScopeTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Waiting = RunningContainer.Waiting;

    [Fact]
    public void A_scope_has_the_slice_the_properties_and_the_delegation_that_are_asked_for()
    {
        string id = Start(Waiting, config =>
        {
            config["linux"]!["cgroupsPath"] = $"ocirt-e2e-inner.slice::{host.NewId()}-x";
            config["annotations"] = JsonNode.Parse("""
                {"org.systemd.property.Description": "'a box'", "org.systemd.property.TimeoutStopSec": "7", "org.systemd.property.RuntimeMaxSec": "1.5e3",
                 "org.systemd.property.After": "['dbus.socket']", "org.systemd.property.SendSIGHUP": "true", "org.systemd.property.KillSignal": "10"}
                """);
        });
        string unit = Path.GetFileName(CgroupOf(id));

        CgroupOf(id).Should().Be($"/ocirt.slice/ocirt-e2e.slice/ocirt-e2e-inner.slice/{unit}");
        SystemdHost.Show(unit, "Slice,Description,TimeoutStopUSec,RuntimeMaxUSec,SendSIGHUP,KillSignal,Delegate,DelegateControllers,ActiveState,Transient").Should().Be("""
            ActiveState=active
            Delegate=yes
            DelegateControllers=cpu cpuset io memory pids
            Description=a box
            KillSignal=10
            RuntimeMaxUSec=25min
            SendSIGHUP=yes
            Slice=ocirt-e2e-inner.slice
            TimeoutStopUSec=7s
            Transient=yes
            """);
        SystemdHost.Show(unit, "After").Should().Contain("dbus.socket");
        Delete(id);
        SystemdHost.Units(unit).Should().BeEmpty();
    }

    [Fact]
    public void Without_a_path_the_scope_is_named_after_the_container_and_lives_in_the_slice_of_the_system()
    {
        string id = Start(Waiting, config => config["linux"]!.AsObject().Remove("cgroupsPath"));
        CgroupOf(id).Should().Be($"/system.slice/ocirt-{id}.scope");
        host.Command($"exec {id} sh -c 'grep ^0: /proc/self/cgroup'").Line.Should().Be($"0::/system.slice/ocirt-{id}.scope");
        Delete(id);
        SystemdHost.Units($"ocirt-{id}*").Should().BeEmpty();
    }

    [Theory]
    [InlineData("NoSuchProperty", "true", "starting it: Cannot set property NoSuchProperty, or unknown property.")]
    [InlineData("TimeoutStopSec", "'soon'", "annotations['org.systemd.property.TimeoutStopSec']: ''soon'' is no number of seconds")]
    [InlineData("Slice", "'no slice'", "starting it: Invalid unit name 'no slice'")]
    public void A_property_that_systemd_does_not_take_is_an_error_and_leaves_no_unit(string property, string value, string message)
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "true", config => config["annotations"] = new JsonObject { ["org.systemd.property." + property] = value });

        RunResult run = host.Command($"--systemd-cgroup run --bundle '{bundle}' {id}");

        run.LastError.Should().EndWith(message);
        run.Code.Should().Be(1);
        SystemdHost.Units(id + "*").Should().BeEmpty();
        host.Command($"state {id}").LastError.Should().Be($"ocirt: container does not exist: '{id}'");
    }

    [Fact]
    public void A_unit_of_the_name_that_runs_is_refused_and_goes_on()
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "true");
        ContainerFixture.Shell($"systemd-run --quiet --unit={id}.service --property=Slice=system.slice sleep 1000").Code.Should().Be(0);
        ContainerFixture.Shell($"systemd-run --quiet --scope --unit={id} --slice=system.slice sleep 1000 < /dev/null > /dev/null 2>&1 &").Code.Should().Be(0);
        ContainerFixture.Eventually(() => SystemdHost.Show(id + ".scope", "ActiveState") == "ActiveState=active");

        RunResult run = host.Command($"--systemd-cgroup run --bundle '{bundle}' {id}");

        run.Should().Be(new RunResult(
            1, "", $"ocirt: systemd unit '{id}.scope': there is one of this name: choose another linux.cgroupsPath, or see 'systemctl status {id}.scope'\n"));
        SystemdHost.Show(id + ".scope", "ActiveState,SubState").Should().Be("ActiveState=active\nSubState=running");
        ContainerFixture.Shell($"systemctl stop {id}.scope {id}.service").Code.Should().Be(0);
    }

    [Fact]
    public void A_failed_unit_of_the_name_is_cleared_away()
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "exit 3");
        ContainerFixture.Shell($"systemd-run --quiet --scope --unit={id} --property=RuntimeMaxSec=1 sleep 1000 < /dev/null > /dev/null 2>&1");
        ContainerFixture.Eventually(() => SystemdHost.Show(id + ".scope", "ActiveState") == "ActiveState=failed");

        host.Command($"--systemd-cgroup run --bundle '{bundle}' {id}").Should().Be(new RunResult(3, "", ""));
        SystemdHost.Units(id + "*").Should().BeEmpty();
    }

    [Fact]
    public void Device_rules_and_limits_that_systemd_does_not_know_survive_its_reload()
    {
        // /dev/kmsg may be read, and only read; /dev/mem is never allowed.
        string id = Start(Waiting, config =>
        {
            config["linux"]!["resources"] = JsonNode.Parse("""
                {"devices": [{"allow": false}, {"allow": true, "type": "c", "major": 1, "minor": 11, "access": "r"}, {"allow": false, "type": "c", "major": 1, "minor": 7}],
                 "cpu": {"quota": 30000, "period": 100000, "burst": 3000}, "unified": {"cgroup.max.depth": "3"}}
                """);
            config["linux"]!["devices"] = JsonNode.Parse("""
                [{"path": "/dev/kmsg", "type": "c", "major": 1, "minor": 11}, {"path": "/dev/mem", "type": "c", "major": 1, "minor": 1}]
                """);
            foreach (string set in (string[])["bounding", "effective", "permitted"])
            {
                config["process"]!["capabilities"]![set]!.AsArray().Add("CAP_SYSLOG");
            }
        });
        for (int round = 0; round < 2; round++)
        {
            RunResult devices = host.Command($"exec {id} sh -c '(: < /dev/kmsg) && echo read; (: > /dev/kmsg) || echo not written; (: < /dev/mem) || echo denied; head -c 1 /dev/zero | wc -c'");
            devices.Line.Should().Be("read\nnot written\ndenied\n1");
            devices.Error.Should().Be("sh: can't create /dev/kmsg: Operation not permitted\nsh: can't open /dev/mem: Operation not permitted\n");
            ContainerFixture.Shell($"cd /sys/fs/cgroup{CgroupOf(id)} && cat cpu.max cpu.max.burst cgroup.max.depth").Line.Should().Be("30000 100000\n3000\n3");
            ContainerFixture.Shell("systemctl daemon-reload").Code.Should().Be(0);
        }

        Delete(id);
    }

    [Theory]
    [InlineData("linux.resources", """{"unified": {"memory.no_such_file": "1"}}""")]
    [InlineData("linux.resources", """{"memory": {"limit": 67108864}, "hugepageLimits": [{"pageSize": "3MB", "limit": 3145728}]}""")]
    [InlineData("hooks", """{"createRuntime": [{"path": "/bin/false"}]}""")]
    [InlineData("process.cwd", "\"/proc/version/x\"")]
    [InlineData("process.args", """["/bin/missing"]""")]
    public void A_launch_that_fails_half_way_leaves_no_unit(string field, string value)
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "true", config =>
        {
            string[] path = field.Split('.');
            JsonNode place = path.Length == 1 ? config : config[path[0]]!;
            place[path[^1]] = JsonNode.Parse(value);
        });

        RunResult run = host.Command($"--systemd-cgroup run --bundle '{bundle}' {id}");

        run.Code.Should().BeGreaterThan(0);
        run.Error.Should().NotBeEmpty();
        SystemdHost.Units(id + "*").Should().BeEmpty();
        host.Command($"state {id}").LastError.Should().Be($"ocirt: container does not exist: '{id}'");
    }

    [Fact]
    public void A_container_whose_runtime_was_killed_is_deleted_with_its_unit()
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "while :; do sleep 1000; done");
        ContainerFixture.Shell($"{host.CommandLine($"--systemd-cgroup run --bundle '{bundle}' {id}")} < /dev/null > /dev/null 2>&1 & echo $! > '{host.Work}/{id}.pid'").Code.Should().Be(0);
        host.WaitFor(id, "running");

        ContainerFixture.Shell($"kill -KILL $(cat '{host.Work}/{id}.pid')").Code.Should().Be(0);

        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        SystemdHost.Units(id + "*").Should().BeEmpty();
    }

    [Fact]
    public void A_runtime_that_is_killed_in_the_middle_of_a_launch_leaves_nothing_that_delete_does_not_take_away()
    {
        SystemdHost.Need();
        for (int milliseconds = 0; milliseconds <= 700; milliseconds += 140)
        {
            string id = host.NewId(), bundle = Bundle(id, Waiting);
            ContainerFixture.Shell($"timeout -s KILL {milliseconds / 1000.0 + 0.001:0.000} {host.CommandLine($"--systemd-cgroup create --bundle '{bundle}' {id}")} < /dev/null > /dev/null 2>&1");
            host.Command($"delete --force {id}").Code.Should().Be(0);
            ContainerFixture.Eventually(() => SystemdHost.Units(id + "*").Length == 0);
        }
    }

    [Fact]
    public void A_hog_that_the_OOM_killer_ends_leaves_no_failed_unit()
    {
        SystemdHost.Need();
        string id = host.NewId(), bundle = Bundle(id, "exec tail /dev/zero", config => config["linux"]!["resources"]!["memory"] = JsonNode.Parse("""{"limit": 20971520}"""));

        host.Command($"--systemd-cgroup run --bundle '{bundle}' {id}").Code.Should().Be(137);
        SystemdHost.Units(id + "*").Should().BeEmpty();
    }

    [Fact]
    public void No_limit_of_processes_is_no_limit_although_systemd_has_one_by_itself()
    {
        string id = Start(Waiting, config => config["linux"]!["resources"]!["pids"] = JsonNode.Parse("""{"limit": -1}"""));
        SystemdHost.Show(id + ".scope", "TasksMax").Should().Be("TasksMax=infinity");
        File.ReadAllText($"/sys/fs/cgroup{CgroupOf(id)}/pids.max").Should().Be("max\n");
        Delete(id);
    }

    [Fact]
    public void What_systemd_stops_has_ended_and_can_be_deleted()
    {
        string id = Start(Waiting);
        ContainerFixture.Shell($"systemctl stop {id}.scope").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_refused_update_leaves_the_unit_and_the_files_as_they_were()
    {
        string id = Start(Waiting, config => config["linux"]!["resources"]!["memory"] = JsonNode.Parse("""{"limit": 67108864}"""));

        RunResult update = host.Command($"update --memory 128m --cpuset-cpus 4000 {id}");

        update.Code.Should().Be(1);
        update.LastError.Should().StartWith("ocirt: linux.resources.cpu.cpus: writing '4000' to ");
        SystemdHost.Show(id + ".scope", "MemoryMax").Should().Be("MemoryMax=67108864");
        File.ReadAllText($"/sys/fs/cgroup{CgroupOf(id)}/memory.max").Should().Be("67108864\n");
        Delete(id);
    }

    private string Start(string command, Action<JsonObject>? edit = null)
    {
        SystemdHost.Need();
        string id = host.NewId();
        RunResult run = host.Start($"--systemd-cgroup run --detach --bundle '{Bundle(id, command, edit)}' {id}");
        run.Code.Should().Be(0, because: host.Output(id));
        return id;
    }

    private string Bundle(string id, string command, Action<JsonObject>? edit = null) => host.Bundle(command, config =>
    {
        config["linux"]!["cgroupsPath"] = $"system.slice::{id}";
        edit?.Invoke(config);
    });

    private string CgroupOf(string id) =>
        File.ReadAllText($"/proc/{host.State(id)["pid"]!.GetValue<int>()}/cgroup").TrimEnd('\n')["0::".Length..];

    private void Delete(string id)
    {
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
        SystemdHost.Units(id + "*").Should().BeEmpty();
    }
}
