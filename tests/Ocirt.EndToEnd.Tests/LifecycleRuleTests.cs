// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FluentAssertions;
using NJsonSchema;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>What runtime.md of the specification demands of the operations, sentence by sentence.</summary>
public sealed class LifecycleRuleTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Waiting = "trap 'exit 7' TERM; echo ready; while true; do sleep 0.05; done";

    [Theory]
    [InlineData("state")]
    [InlineData("create")]
    [InlineData("start")]
    [InlineData("kill")]
    [InlineData("delete")]
    public void An_operation_without_an_id_is_an_error(string operation)
    {
        host.Bundle("true");
        RunResult result = host.Command(operation);
        result.Code.Should().NotBe(0);
        result.Error.Should().NotBeEmpty();
        result.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("state {0}")]
    [InlineData("start {0}")]
    [InlineData("kill {0} KILL")]
    [InlineData("delete {0}")]
    public void An_operation_on_a_container_that_does_not_exist_is_an_error(string operation)
    {
        host.Bundle("true");
        string id = host.NewId();
        host.Command(string.Format(System.Globalization.CultureInfo.InvariantCulture, operation, id))
            .Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Fact]
    public void Create_makes_everything_and_does_not_run_the_program()
    {
        string id = host.NewId(), bundle = host.Bundle($"touch /tmp/{id}", config => config["root"]!["readonly"] = false);
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        JsonObject state = host.State(id);
        ((string)state["status"]!).Should().Be("created");
        ((string)state["ociVersion"]!).Should().StartWith("1.");
        ((string)state["id"]!).Should().Be(id);
        ((string)state["bundle"]!).Should().Be(bundle);
        Directory.Exists($"/proc/{(int)state["pid"]!}/ns").Should().BeTrue(because: "the namespaces are there");
        File.Exists(Path.Combine(host.Rootfs, "tmp", id)).Should().BeFalse();
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        File.Exists(Path.Combine(host.Rootfs, "tmp", id)).Should().BeFalse();
    }

    [Fact]
    public void Start_in_any_other_state_than_created_has_no_effect_and_is_an_error()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        int pid = (int)host.State(id)["pid"]!;
        host.Command($"start {id}").Should().Be(new RunResult(1, "", $"ocirt: cannot start an already running container: '{id}'\n"));
        JsonObject state = host.State(id);
        ((string)state["status"]!).Should().Be("running");
        ((int)state["pid"]!).Should().Be(pid);
        host.Command($"kill {id} KILL").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Command($"start {id}").Should().Be(new RunResult(1, "", $"ocirt: cannot start a container that has stopped: '{id}'\n"));
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Create_applies_everything_but_the_process()
    {
        string id = host.NewId(), volume = Path.Combine(host.Work, "applied");
        Directory.CreateDirectory(volume);
        string bundle = host.Bundle(Waiting, config =>
        {
            config["hostname"] = "applied";
            config["process"]!["env"]!.AsArray().Add("APPLIED=1");
            config["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/tmp", ["type"] = "bind", ["source"] = volume, ["options"] = new JsonArray("rbind", "ro") });
        });
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        int pid = (int)host.State(id)["pid"]!;

        ContainerFixture.Shell($"nsenter -u -t {pid} hostname").Line.Should().Be("applied");
        ContainerFixture.Shell($"grep -c ' /tmp ro,' /proc/{pid}/mountinfo").Line.Should().Be("1");
        ContainerFixture.Shell($"readlink /proc/{pid}/root").Line.Should().Be("/");
        ContainerFixture.Shell($"stat -c %d:%i /proc/{pid}/root/bin").Line.Should().Be(ContainerFixture.Shell($"stat -c %d:%i '{host.Rootfs}/bin'").Line);
        ContainerFixture.Shell($"tr '\\0' '\\n' < /proc/{pid}/cmdline").Output.Should().NotContain("sh", because: "process.args is for start");
        ContainerFixture.Shell($"grep -c APPLIED /proc/{pid}/environ").Line.Should().Be("0");
        host.Output(id).Should().BeEmpty();
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Delete_of_a_running_container_has_no_effect_and_is_an_error()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"run -d -b '{bundle}' {id}").Code.Should().Be(0);
        string before = host.State(id).ToJsonString();
        host.Command($"delete {id}").Should().Be(new RunResult(
            1, "", $"ocirt: cannot delete container {id} that is not stopped: running (--force kills it first)\n"));
        host.State(id).ToJsonString().Should().Be(before);
        host.Command($"kill {id} KILL").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Code.Should().Be(0);
        host.Command($"delete {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Fact]
    public void A_create_that_is_refused_makes_no_container_and_does_not_touch_the_one_of_that_name()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        string before = host.State(id).ToJsonString();
        host.Command($"create -b '{bundle}' {id}").Code.Should().Be(1);
        host.State(id).ToJsonString().Should().Be(before);
        host.Command("create -b /no/such/bundle " + host.NewId()).Should().Be(new RunResult(1, "", "ocirt: bundle '/no/such/bundle': no such file or directory\n"));
        host.Command($"create -b '{bundle}' a/b").Code.Should().Be(1);
        host.Command("list -q").Output.Should().Be(id + "\n");
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void A_warning_does_not_change_what_is_done()
    {
        RunResult quiet = host.Run("grep Cap /proc/self/status; exit 5");
        RunResult warned = host.Run("grep Cap /proc/self/status; exit 5", config => config["process"]!["capabilities"]!["bounding"]!.AsArray().Add("CAP_OF_TOMORROW"));
        warned.Error.Should().Contain("warning OCI2205: process.capabilities.bounding[");
        (warned.Code, warned.Output).Should().Be((quiet.Code, quiet.Output)).And.Be((5, quiet.Output));
    }

    [Fact]
    public async Task The_state_of_every_phase_is_valid_by_the_schema_of_the_specification()
    {
        string folder = Path.GetFullPath(Path.Combine(ContainerFixture.Root, "..", "shared", "oci-runtime-spec", "schema"));
        Assert.SkipUnless(Directory.Exists(folder), "the schemas are not beside the repository");
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(folder, "state-schema.json"), TestContext.Current.CancellationToken);
        schema.Validate("{\"id\": \"a\"}").Should().NotBeEmpty(because: "the schema must be able to refuse");
        string id = host.NewId(), bundle = host.Bundle(Waiting, config => config["annotations"] = new JsonObject { ["org.example.kept"] = "yes" });
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        foreach ((string command, string status) in new[] { ("state", "created"), ("start", "running"), ("kill", "stopped") })
        {
            host.Command(command == "kill" ? $"kill {id} KILL" : $"{command} {id}").Code.Should().Be(0);
            JsonObject state = host.WaitFor(id, status);
            schema.Validate(state.ToJsonString()).Should().BeEmpty(because: status);
            ((string)state["annotations"]!["org.example.kept"]!).Should().Be("yes");
            state.ContainsKey("pid").Should().BeTrue();
        }

        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Kill_reaches_a_created_container_and_is_an_error_for_a_stopped_one()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        host.Command($"kill {id} KILL").Should().Be(new RunResult(0, "", ""));
        host.WaitFor(id, "stopped");
        host.Command($"kill {id} TERM").Should().Be(new RunResult(1, "", $"ocirt: container not running: '{id}' is stopped\n"));
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Fact]
    public void After_delete_nothing_is_left_but_what_was_there_and_the_id_is_free()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting);
        string before = ContainerFixture.Shell($"ls -lR '{host.Rootfs}/bin' '{bundle}' | md5sum").Line;
        for (int round = 0; round < 2; round++)
        {
            host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
            host.Command($"start {id}").Code.Should().Be(0);
            host.Command($"kill {id} KILL").Code.Should().Be(0);
            host.WaitFor(id, "stopped");
            host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        }

        ContainerFixture.Shell($"ls -lR '{host.Rootfs}/bin' '{bundle}' | md5sum").Line.Should().Be(before);
        ContainerFixture.Shell($"find /sys/fs/cgroup -maxdepth 6 -name '{id}*'").Line.Should().BeEmpty();
    }

    [Theory]
    [InlineData("delete --force")]
    [InlineData("kill --all")]
    public void A_process_that_was_moved_to_a_frozen_cgroup_ends_all_the_same_and_what_else_is_there_stays_frozen(string command)
    {
        Assert.SkipUnless(Directory.Exists("/sys/fs/cgroup/freezer"), "this host has no freezer of cgroup v1");
        string id = host.NewId(), bundle = host.Bundle(Waiting), foreign = "/sys/fs/cgroup/freezer/foreign-" + id;
        host.Start($"run --detach -b '{bundle}' {id}").Code.Should().Be(0);
        string neighbour = ContainerFixture.Shell($"""
            mkdir '{foreign}' && echo {host.State(id)["pid"]} > '{foreign}/cgroup.procs'
            sleep 1000 > /dev/null 2>&1 & until grep -q sleep /proc/$!/comm; do :; done
            echo $! | tee '{foreign}/cgroup.procs' && echo FROZEN > '{foreign}/freezer.state'
            """).Line;

        RunResult result = host.Command(command.StartsWith("kill", StringComparison.Ordinal) ? $"{command} {id} KILL" : $"{command} {id}");
        if (command == "kill --all")
        {
            host.WaitFor(id, "stopped");
            host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        }

        string left = ContainerFixture.Shell($"cat '{foreign}/freezer.state' '{foreign}/cgroup.procs'").Line;
        ContainerFixture.Shell($"echo THAWED > '{foreign}/freezer.state'; kill -KILL {neighbour}; until rmdir '{foreign}' 2> /dev/null; do sleep 0.05; done");
        result.Should().Be(new RunResult(0, "", ""));
        left.Should().Be($"FROZEN\n{neighbour}");
    }

    [Fact]
    public void A_create_that_fails_leaves_the_environment_as_if_it_had_not_been_tried()
    {
        string id = host.NewId(), bundle = host.Bundle(Waiting, config => config["process"]!["args"] = new JsonArray("/no/such/program"));
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(1);
        host.Command($"state {id}").Should().Be(new RunResult(1, "", $"ocirt: container does not exist: '{id}'\n"));
        ContainerFixture.Shell($"find /sys/fs/cgroup -maxdepth 6 -name '{id}*'").Line.Should().BeEmpty();
    }

    [Fact]
    public void Unknown_properties_are_no_error_and_unknown_annotations_are_kept()
    {
        string id = host.NewId(), bundle = host.Bundle("true", config =>
        {
            config["org.example.extension"] = new JsonObject { ["deep"] = new JsonArray(1, 2) };
            config["process"]!["org.example.more"] = true;
            config["annotations"] = new JsonObject { ["org.example.unknown"] = "a b", ["org.example.empty"] = "" };
        });
        host.Start($"create -b '{bundle}' {id}").Code.Should().Be(0);
        host.State(id)["annotations"]!.ToJsonString().Should().Be("""{"org.example.unknown":"a b","org.example.empty":""}""");
        host.Command($"delete {id}").Code.Should().Be(0);
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.0.2-dev")]
    [InlineData("1.9.0")]
    public void Every_version_1_of_the_specification_is_taken(string version) =>
        host.Run("exit 3", config => config["ociVersion"] = version).Code.Should().Be(3);

    [Fact]
    public void Another_major_version_is_refused()
    {
        RunResult result = host.Run("true", config => config["ociVersion"] = "2.0.0");
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("ociVersion: the version '2.0.0' of the specification is not supported");
    }
}
