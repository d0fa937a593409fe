// SPDX-License-Identifier: Apache-2.0

using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class ProcessTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -9 $$", 0)]
    public void The_exit_code_is_the_programs_own(string command, int code) =>
        host.Run(command).Code.Should().Be(code, because: "pid 1 of a pid namespace ignores its own SIGKILL");

    [Fact]
    public void A_working_directory_is_made_though_the_root_is_readonly()
    {
        string rootfs = Path.Combine(host.Work, "readonly-cwd");
        ContainerFixture.Shell($"cp -a '{host.Rootfs}' '{rootfs}'").Code.Should().Be(0);
        RunResult result = host.Run("pwd; touch here", config =>
        {
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = true;
            config["process"]!["cwd"] = "/srv/app/data";
        });
        result.Line.Should().Be("/srv/app/data");
        result.Error.Should().Contain("Read-only file system");
    }

    [Fact]
    public void The_program_is_pid_1_in_namespaces_of_its_own()
    {
        string mine = ContainerFixture.Shell("readlink /proc/self/ns/{pid,net,ipc,uts,mnt}").Line;
        string[] inside = host.Run("echo $$; for kind in pid net ipc uts mnt; do readlink /proc/self/ns/$kind; done").Line.Split('\n', 2);
        inside[0].Should().Be("1");
        foreach (string name in mine.Split('\n'))
        {
            inside[1].Should().NotContain(name);
        }
    }

    [Fact]
    public void A_namespace_is_joined_by_its_path()
    {
        string mine = ContainerFixture.Shell("readlink /proc/self/ns/net").Line;
        host.Run("readlink /proc/self/ns/net", config => Namespace(config, "network")["path"] = "/proc/self/ns/net").Line.Should().Be(mine);
    }

    [Fact]
    public void A_namespace_of_another_kind_is_refused_by_name()
    {
        RunResult result = host.Run("true", config => Namespace(config, "network")["path"] = "/proc/self/ns/uts");
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("cannot join the namespace '/proc/self/ns/uts': it is a uts namespace, not a network namespace");
    }

    [Fact]
    public void User_groups_and_home_are_as_asked()
    {
        RunResult result = host.Run("id -u; id -g; id -G; echo $HOME", config =>
            config["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000, ["additionalGids"] = new JsonArray(5, 6) });
        result.Line.Should().Be("1000\n1000\n1000 5 6\n/srv/web");
    }

    [Fact]
    public void Capabilities_no_new_privileges_and_umask_are_as_asked()
    {
        RunResult result = host.Run("grep -E 'Cap|NoNewPrivs' /proc/self/status; umask", config =>
        {
            config["process"]!["capabilities"] = new JsonObject
            {
                ["bounding"] = new JsonArray("CAP_KILL", "CAP_CHOWN"),
                ["permitted"] = new JsonArray("CAP_KILL", "CAP_CHOWN"),
                ["effective"] = new JsonArray("CAP_KILL", "CAP_CHOWN"),
            };
            config["process"]!["user"]!["umask"] = 63;
        });
        result.Line.Split('\n').Should().Equal(
            "CapInh:\t0000000000000000",
            "CapPrm:\t0000000000000021",
            "CapEff:\t0000000000000021",
            "CapBnd:\t0000000000000021",
            "CapAmb:\t0000000000000000",
            "NoNewPrivs:\t1",
            "0077");
    }

    [Fact]
    public void Limits_working_directory_and_environment_are_as_asked()
    {
        RunResult result = host.Run("ulimit -n; pwd; echo $COLOUR; cat /proc/self/oom_score_adj", config =>
        {
            config["root"]!["readonly"] = false;
            config["process"]!["rlimits"] = new JsonArray(new JsonObject { ["type"] = "RLIMIT_NOFILE", ["soft"] = 77, ["hard"] = 99 });
            config["process"]!["cwd"] = "/made/for/it";
            config["process"]!["oomScoreAdj"] = 123;
            config["process"]!["env"] = new JsonArray("PATH=/bin", "COLOUR=red", "COLOUR=blue");
        });
        result.Line.Should().Be("77\n/made/for/it\nblue\n123");
    }

    [Fact]
    public void Only_the_standard_streams_are_open()
    {
        RunResult result = host.RunBundle(host.Bundle("echo /proc/self/fd/*"), prefix: "exec 7</dev/null 9</etc;");
        result.Line.Should().Be("/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3", because: "3 is the shell's own look at the directory");
    }

    [Fact]
    public void No_signal_is_blocked_or_ignored()
    {
        string bundle = host.Bundle(string.Empty, config => config["process"]!["args"] = new JsonArray("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"));
        host.RunBundle(bundle, prefix: "trap '' HUP PIPE USR1;").Line.Should().Be("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000");
    }

    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("USR1", 10)]
    [InlineData("INT", 2)]
    public void Signals_are_handed_on(string name, int number)
    {
        string bundle = host.Bundle($"trap 'exit {number + 50}' {name}; echo ready > /tmp/ready-{name}; while true; do sleep 0.1; done", config => config["root"]!["readonly"] = false);
        RunResult result = ContainerFixture.Shell(
            $"{host.RunCommand(bundle, "signal" + name)} & pid=$!; for i in $(seq 200); do [ -e '{host.Rootfs}/tmp/ready-{name}' ] && break; sleep 0.05; done; kill -{name} $pid; wait $pid");
        result.Code.Should().Be(number + 50);
    }

    [Fact]
    public void A_seccomp_rule_bites()
    {
        RunResult result = host.Run("mkdir /tmp/x; grep Seccomp: /proc/self/status", config =>
        {
            config["root"]!["readonly"] = false;
            config["linux"]!["seccomp"] = JsonNode.Parse("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":122}]}""");
        });
        result.Error.Should().Contain("Disk quota exceeded");
        result.Line.Should().Be("Seccomp:\t2");
    }

    [Fact]
    public void Fifty_containers_at_once_and_a_hundred_in_a_row_leave_nothing()
    {
        string bundle = host.Bundle("true");
        ContainerFixture.Shell($"pids=; for i in $(seq 50); do {host.RunCommand(bundle, "many-$i")} & pids=\"$pids $!\"; done; for pid in $pids; do wait $pid || exit 1; done").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Shell($"for i in $(seq 100); do {host.RunCommand(bundle, "row-$i")} || exit 1; done").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Shell("find /sys/fs/cgroup -maxdepth 3 -name 'many-*' -o -maxdepth 3 -name 'row-*'").Line.Should().BeEmpty();
    }

    [Fact]
    public void Preserved_descriptors_the_pid_file_and_the_kept_state_are_as_asked()
    {
        string bundle = host.Bundle("echo from inside >&4; echo /proc/self/fd/*");
        string pidFile = Path.Combine(host.Work, "pid"), kept = Path.Combine(host.StateRoot, "kept"), output = Path.Combine(host.Work, "fd4");
        RunResult result = ContainerFixture.Shell($"exec 3</dev/null 4>'{output}' 5</dev/null; {host.RunCommand(bundle, "kept")} --preserve-fds 2 --keep --pid-file '{pidFile}'");
        result.Code.Should().Be(0, because: result.Error);
        File.ReadAllText(output).Should().Be("from inside\n");
        result.Line.Should().Be("/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3 /proc/self/fd/4 /proc/self/fd/5", because: "5 is the shell's own look at the directory");
        File.ReadAllText(pidFile).Should().MatchRegex("^[0-9]+$");
        File.Exists(Path.Combine(kept, "state.json")).Should().BeTrue();
        host.Command("delete kept").Should().Be(new RunResult(0, "", ""));
        Directory.Exists(kept).Should().BeFalse();
    }

    [Fact]
    public void A_launch_that_failed_keeps_nothing_in_spite_of_keep()
    {
        string bundle = host.Bundle(string.Empty, config => config["process"]!["args"] = new JsonArray("nosuch"));
        ContainerFixture.Shell($"{host.RunCommand(bundle, "unkept")} --keep").Code.Should().Be(1);
        Directory.Exists(Path.Combine(host.StateRoot, "unkept")).Should().BeFalse();
    }

    [Fact]
    public void The_plan_that_is_printed_is_the_one_that_is_carried_out()
    {
        string bundle = host.Bundle("true"), file = Path.Combine(host.Work, "steps.json");
        string[] plan = host.Command($"plan '{bundle}'").Line.Split('\n');
        ContainerFixture.Shell($"{host.RunCommand(bundle, "steps")} --trace '{file}'").Code.Should().Be(0);
        JsonNode.Parse(File.ReadAllText(file))!["traceEvents"]!.AsArray().Count(span => (string)span!["cat"]! == "init")
            .Should().Be(plan.Length - 1, because: "every step but exec has an end");
        plan.Should().Contain(line => line.Contains("cgroup", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_has_the_spans_of_brain_and_init()
    {
        string file = Path.Combine(host.Work, "trace.json");
        RunResult result = ContainerFixture.Shell($"{host.RunCommand(host.Bundle("true"), "traced")} --trace '{file}'");
        result.Code.Should().Be(0);
        result.Error.Should().StartWith("trace (milliseconds)\n").And.Contain("brain  wait for init");
        JsonArray spans = JsonNode.Parse(File.ReadAllText(file))!["traceEvents"]!.AsArray();
        spans.Select(span => (string)span!["name"]!).Should().Contain(["start init", "Clone linux.namespaces", "PivotRoot"]);
    }

    private static JsonNode Namespace(JsonObject config, string type)
    {
        foreach (JsonNode? entry in config["linux"]!["namespaces"]!.AsArray())
        {
            if (entry!["type"]!.GetValue<string>() == type)
            {
                return entry;
            }
        }

        throw new UnreachableException();
    }
}
