// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>create, start, state, kill, delete, list and the detached run.</summary>
public sealed class LifecycleTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Waiting = "trap 'exit 7' TERM; echo ready; while true; do sleep 0.05; done";

    [Fact]
    public void A_container_goes_through_its_whole_life()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting, config => config["annotations"] = new JsonObject { ["colour"] = "red" });
        string pidFile = Path.Combine(host.Work, id + ".pid");
        host.Start($"create --bundle '{bundle}' --pid-file '{pidFile}' {id}").Code.Should().Be(0);
        JsonObject created = host.State(id);
        created["status"]!.GetValue<string>().Should().Be("created");
        created["pid"]!.GetValue<int>().Should().Be(int.Parse(File.ReadAllText(pidFile), CultureInfo.InvariantCulture));
        created["bundle"]!.GetValue<string>().Should().Be(bundle);
        created["rootfs"]!.GetValue<string>().Should().Be(host.Rootfs);
        created["annotations"]!["colour"]!.GetValue<string>().Should().Be("red");
        created["owner"]!.GetValue<string>().Should().Be("root");
        created["created"]!.GetValue<string>().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$");

        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        host.State(id)["status"]!.GetValue<string>().Should().Be("running");
        host.WaitForOutput(id, "ready\n");
        host.Command($"kill {id}").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped")["pid"]!.GetValue<int>().Should().Be(0);
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        host.Command($"state {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Fact]
    public void The_first_process_is_a_child_of_the_callers_reaper_which_gets_its_exit_status()
    {
        string id = host.NewId(), bundle = host.Bundle("exit 42");
        string pidFile = $"{host.Work}/{id}.pid";

        // 157 is prctl, 36 PR_SET_CHILD_SUBREAPER.
        RunResult result = ContainerFixture.Shell(
            "perl -e 'syscall(157, 36, 1, 0, 0, 0); system($_) == 0 or die for @ARGV[1, 2]; open(F, $ARGV[0]); waitpid(<F>, 0); print $? >> 8, \"\\n\"' "
            + $"'{pidFile}' \"{host.CommandLine($"create -b '{bundle}' --pid-file '{pidFile}' {id}")}\" \"{host.CommandLine($"start {id}")}\"");
        result.Should().Be(new RunResult(0, "42\n", ""));
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Without_a_process_a_container_can_be_created_and_deleted_and_not_be_started()
    {
        string id = host.NewId(), bundle = host.Bundle("", config => config.Remove("process"));
        ContainerFixture.Shell(host.RunCommand(bundle, id)).LastError.Should().Be(
            "ocirt: config.json: process: is missing, so there is nothing to run ('ocirt create' takes such a configuration)");
        host.Start($"create --bundle '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"start {id}").Should().Be(new RunResult(1, "", $"ocirt: cannot start container '{id}': its configuration has no process\n"));
        host.State(id)["status"]!.GetValue<string>().Should().Be("created");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_program_that_exec_refuses_is_an_error_of_start()
    {
        string id = host.NewId();
        File.WriteAllText(Path.Combine(host.Rootfs, "tmp", id), "#!/no/interpreter\n");
        ContainerFixture.Shell($"chmod 755 '{host.Rootfs}/tmp/{id}'");
        string bundle = host.Bundle("", config => config["process"]!["args"] = new JsonArray("/tmp/" + id));
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);

        RunResult result = host.Command($"start {id}");

        result.Code.Should().Be(1);
        result.LastError.Should().MatchRegex($@"^ocirt: config\.json:1:\d+: process\.args\[0\]: exec /tmp/{id}: no such file or directory: the file is there, so its interpreter or loader is missing from the rootfs$");
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Theory]
    [InlineData("nosuch", "executable file not found in $PATH")]
    [InlineData("/no/such", "no such file or directory")]
    [InlineData("/etc/passwd", "permission denied")]
    [InlineData("/etc", "is a directory")]
    public void A_program_that_cannot_be_executed_is_an_error_of_create(string program, string message)
    {
        if (program == "/etc/passwd")
        {
            ContainerFixture.NeedsNewerCalls("faccessat2", exceptOn: "5.10");
        }

        string id = host.NewId(), bundle = host.Bundle("", config => config["process"]!["args"] = new JsonArray(program));
        RunResult result = host.Start($"create -b '{bundle}' --pid-file '{host.Work}/{id}.pid' {id}");
        result.Code.Should().Be(1);
        host.Output(id).Should().EndWith($"exec: '{program}': {message}\n");
        File.Exists($"{host.Work}/{id}.pid").Should().BeFalse();
        host.Command($"state {id}").Code.Should().Be(1);
    }

    [Fact]
    public void Later_edits_of_the_bundle_change_nothing()
    {
        string id = host.NewId(), bundle = host.Bundle("echo from the first");
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        File.WriteAllText(Path.Combine(bundle, "config.json"), "{}");
        host.Command($"start {id}").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Output(id).Should().Be("from the first\n");
        File.ReadAllText(Path.Combine(host.StateRoot, id, "config.json")).Should().Contain("from the first");
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void A_created_container_is_deleted_without_force_and_a_running_one_only_with_it()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"delete {id}").Should().Be(new RunResult(1, "", $"ocirt: cannot delete container {id} that is not stopped: running (--force kills it first)\n"));
        host.Command($"delete -f {id}").Should().Be(new RunResult(0, "", ""));
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""), because: "that there is none is no error then");
        host.Command($"delete {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Fact]
    public void A_container_without_cgroups_of_its_own_stays_in_those_of_its_caller()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting, config => config["linux"]!.AsObject().Remove("resources"));
        host.Start($"--systemd-cgroup --cgroup-manager=disabled create --bundle '{bundle}' {id}").Code.Should().Be(0);
        int pid = host.State(id)["pid"]!.GetValue<int>();
        File.ReadAllText($"/proc/{pid}/cgroup").Should().Be(File.ReadAllText("/proc/self/cgroup"));
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        host.Command($"kill --all {id} KILL").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_limit_needs_a_cgroup()
    {
        string id = host.NewId();
        string bundle = host.Bundle("true", config => config["linux"]!["resources"] = new JsonObject { ["pids"] = new JsonObject { ["limit"] = 9 } });
        host.Command($"--cgroup-manager=disabled run --bundle '{bundle}' {id}").Should().Be(new RunResult(
            1, "", "ocirt: linux.resources.pids.limit: a limit needs a cgroup, and '--cgroup-manager disabled' makes none: take the limit out of config.json\n"));
        host.Command($"state {id}").Code.Should().Be(1);
    }

    [Fact]
    public void An_id_in_use_is_refused_before_anything_is_touched()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        string before = ContainerFixture.Shell($"cd '{host.StateRoot}/{id}' && stat -c '%n %i %Y' * && cat journal").Output;
        foreach (string command in (string[])["create", "run", "run -d"])
        {
            RunResult result = host.Command($"{command} -b /no/such/bundle {id}");
            result.Should().Be(new RunResult(1, "", $"ocirt: container with given ID already exists: '{id}' (below the state root '{host.StateRoot}')\n"));
        }

        ContainerFixture.Shell($"cd '{host.StateRoot}/{id}' && stat -c '%n %i %Y' * && cat journal").Output.Should().Be(before);
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Signals_go_by_number_and_name_and_nonsense_is_refused()
    {
        string id = host.NewId();
        string bundle = host.Bundle("for s in USR1 HUP 36; do trap \"echo got $s\" $s; done; echo ready; while true; do sleep 0.05; done");
        host.Start($"run --detach -b '{bundle}' {id}").Code.Should().Be(0);
        host.WaitForOutput(id, "ready\n");
        host.Command($"kill {id} 10").Should().Be(new RunResult(0, "", ""));
        host.WaitForOutput(id, "ready\ngot USR1\n");
        host.Command($"kill {id} SIGHUP").Code.Should().Be(0);
        host.WaitForOutput(id, "ready\ngot USR1\ngot HUP\n");
        host.Command($"kill {id} RTMIN+2").Code.Should().Be(0);
        host.WaitForOutput(id, "ready\ngot USR1\ngot HUP\ngot 36\n");
        host.Command($"kill {id} 0").Code.Should().Be(0, because: "it only asks");
        host.Command($"kill {id} NOSUCH").LastError.Should().Be("ocirt: unknown signal 'NOSUCH': use a number up to 64 or a name, such as 'TERM', 'SIGTERM' or 'RTMIN+2'");
        host.Command($"kill --all {id} KILL").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Command($"kill {id} KILL").Should().Be(new RunResult(1, "", $"ocirt: container not running: '{id}' is stopped\n"));
        host.Command($"kill -a {id} 9").Should().Be(new RunResult(0, "", ""), because: "the shim of containerd asks for it after every end");
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Theory]
    [InlineData("kill --all {0} KILL")]
    [InlineData("kill {0} 9")]
    [InlineData("delete {0}")]
    public void What_a_container_without_a_pid_namespace_left_behind_is_killed(string command)
    {
        string id = host.NewId();
        string bundle = host.Bundle("sleep 1000 & exit 0", config =>
        {
            JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
            namespaces.Remove(namespaces.Single(space => space!["type"]!.GetValue<string>() == "pid"));
            config["mounts"]!.AsArray().RemoveAt(0);
        });
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0, because: host.Output(id));
        host.WaitFor(id, "stopped");
        ContainerFixture.Processes(id).Should().NotBe(0, because: "the sleep is still there");
        host.Command(string.Format(CultureInfo.InvariantCulture, command, id)).Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Eventually(() => ContainerFixture.Processes(id) == 0);
        host.Command($"delete --force {id}").Code.Should().Be(0);
    }

    [Fact]
    public void The_list_has_the_columns_and_the_json_that_engines_read()
    {
        string root = Path.Combine(host.Work, "list-root"), bundle = host.Bundle("true");
        host.Command($"--root '{root}' list").Should().Be(new RunResult(1, "", $"ocirt: state root '{root}': no such file or directory\n"));
        Directory.CreateDirectory(root);
        host.Command($"--root '{root}' list").Output.Should().Be("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n");
        host.Command($"--root '{root}' list --format json").Output.Should().Be("null\n");
        string id = host.NewId();
        host.Start($"--root '{root}' create -b '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"--root '{root}' list -q").Output.Should().Be(id + "\n");
        JsonObject entry = JsonNode.Parse(host.Command($"--root '{root}' list -f json").Output)!.AsArray().Single()!.AsObject();
        entry.Select(field => field.Key).Should().Equal("ociVersion", "id", "pid", "status", "bundle", "rootfs", "created", "owner");
        string[] lines = host.Command($"--root '{root}' list").Line.Split('\n');
        lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Should().Equal(id, $"{entry["pid"]}", "created", bundle, $"{entry["created"]}", "root");
        lines[1].IndexOf("created", StringComparison.Ordinal).Should().Be(lines[0].IndexOf("STATUS", StringComparison.Ordinal));
        host.Command($"--root '{root}' delete {id}").Code.Should().Be(0);
        host.Command("list --format yaml").LastError.Should().StartWith("ocirt: option '--format' cannot be 'yaml'");
    }

    [Fact]
    public void The_program_reads_and_writes_the_streams_of_create_and_nobody_else_holds_them()
    {
        string id = host.NewId(), bundle = host.Bundle("read line; echo got $line; readlink /proc/self/fd/0; readlink /proc/self/fd/1");
        RunResult result = ContainerFixture.Shell(
            $"echo hello > '{host.Work}/{id}.in'; "
            + $"({host.CommandLine($"create -b '{bundle}' {id}")} < '{host.Work}/{id}.in'; {host.CommandLine($"start {id}")} > /dev/null) | cat");
        result.Error.Should().BeEmpty();
        result.Line.Should().MatchRegex($@"^got hello\n{host.Work}/{id}\.in\npipe:\[\d+\]$", because: "cat ends when the container does");
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Code.Should().Be(0);
    }
}
