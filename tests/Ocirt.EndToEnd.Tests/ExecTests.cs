// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>exec: another process in a running container.</summary>
public sealed class ExecTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void The_process_is_in_every_namespace_of_the_container_and_in_its_cgroup()
    {
        using RunningContainer container = Start();
        string pid = container.Pid;
        string all = "for kind in mnt pid net ipc uts cgroup user; do readlink /proc/PID/ns/$kind; done; readlink /proc/PID/root; cat /proc/PID/cgroup";

        string inside = container.Exec("sh -c '" + all.Replace("PID", "self", StringComparison.Ordinal) + "'").Line;

        string[] expected = ContainerFixture.Shell(all.Replace("PID", pid, StringComparison.Ordinal)).Line.Split('\n');
        inside.Split('\n')[..8].Should().Equal(expected[..8]);
        string hostSide = ContainerFixture.Shell($"sort /proc/{pid}/cgroup").Line;
        string other = Path.Combine(host.Work, "other.pid");
        container.Exec($"sleep 1000", $"--detach --pid-file '{other}'").Code.Should().Be(0);
        ContainerFixture.Shell($"sort /proc/{File.ReadAllText(other)}/cgroup").Line.Should().Be(hostSide);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -TERM $$", 143)]
    public void The_exit_code_is_the_processs_own(string command, int code)
    {
        using RunningContainer container = Start();
        container.Exec($"sh -c '{command}'").Code.Should().Be(code);
    }

    [Fact]
    public void User_groups_home_directory_variables_and_capabilities_are_as_asked()
    {
        using RunningContainer container = Start(config =>
        {
            config["process"]!["env"] = new JsonArray("PATH=/bin", "COLOUR=red", "HOME=");
            config["process"]!["user"] = new JsonObject { ["uid"] = 0, ["gid"] = 0, ["additionalGids"] = new JsonArray(5) };
        });

        container.Exec("sh -c 'id -u; id -g; id -G; echo $HOME $COLOUR $SHAPE; pwd; grep -E \"CapBnd|CapAmb|NoNew\" /proc/self/status'",
            "--user 1000:1000 -g 6 --additional-gids 7,8 -e COLOUR=blue --env SHAPE=round --cwd /tmp --cap CAP_NET_ADMIN --no-new-privs").Line.Split('\n').Should().Equal(
            "1000", "1000", "1000 5 6 7 8", "/srv/web blue round", "/tmp", "CapBnd:\t0000000020001420", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1");
    }

    [Theory]
    [InlineData("web", "1000:1000")]
    [InlineData("web:0", "1000:0")]
    [InlineData("0:web", "0:1001")]
    [InlineData("77", "77:0")]
    public void A_user_is_a_number_or_a_name_of_the_container(string user, string ids)
    {
        File.WriteAllText(Path.Combine(host.Rootfs, "etc/group"), "root:x:0:\nweb:x:1001:\n");
        using RunningContainer container = Start();
        container.Exec("sh -c 'echo $(id -u):$(id -g)'", $"--user {user}").Line.Should().Be(ids);
    }

    [Theory]
    [InlineData("nobody", "--user 'nobody': the container's /etc/passwd has no user 'nobody'")]
    [InlineData("0:nogroup", "--user '0:nogroup': the container's /etc/group has no group 'nogroup'")]
    [InlineData("4294967295", "--user '4294967295': the container's /etc/passwd has no user '4294967295'")]
    public void A_user_that_the_container_does_not_know_is_an_error(string user, string words)
    {
        using RunningContainer container = Start();
        container.Exec("true", $"--user {user}").Should().Be(new RunResult(255, "", $"ocirt: {words}\n"));
    }

    [Fact]
    public void A_process_file_gives_the_whole_process_and_a_terminal_on_the_command_line_means_nothing_beside_it()
    {
        using RunningContainer container = Start();
        string file = Path.Combine(host.Work, "process.json");
        File.WriteAllText(file, """
            {"args":["sh","-c","id -u; echo $COLOUR; pwd; ulimit -n; cat /proc/self/oom_score_adj; tty; umask; echo $PATH"],"cwd":"/tmp","env":["PATH=/bin","COLOUR=green"],
             "user":{"uid":1000,"gid":1000,"umask":63},"rlimits":[{"type":"RLIMIT_NOFILE","soft":77,"hard":99}],"oomScoreAdj":123}
            """);

        RunResult result = ContainerFixture.Shell(host.CommandLine($"exec -t --process '{file}' {container.Id}"));

        result.Code.Should().Be(0, because: result.Error);
        result.Line.Should().Be("1000\ngreen\n/tmp\n77\n123\nnot a tty\n0077\n/bin");
    }

    [Fact]
    public void Scheduling_and_processors_of_a_process_file_are_as_asked()
    {
        using RunningContainer container = Start();
        string file = Path.Combine(host.Work, "scheduling.json");
        File.WriteAllText(file, """
            {"args":["sh","-c","cut -d' ' -f19 /proc/self/stat; grep Cpus_allowed_list /proc/self/status"],"cwd":"/","env":["PATH=/bin"],
             "scheduler":{"policy":"SCHED_OTHER","nice":5},"execCPUAffinity":{"initial":"0","final":"0"}}
            """);

        host.Command($"exec --process '{file}' {container.Id}").Should().Be(new RunResult(0, "5\nCpus_allowed_list:\t0\n", ""));
    }

    [Fact]
    public void A_label_of_a_security_module_that_is_not_in_use_is_refused()
    {
        if (File.Exists("/sys/module/apparmor/parameters/enabled") && File.ReadAllText("/sys/module/apparmor/parameters/enabled").StartsWith('Y'))
        {
            Assert.Skip("this host has AppArmor in use");
        }

        using RunningContainer container = Start();
        container.Exec("true", "--apparmor strict").Should().Be(new RunResult(255, "", "ocirt: the AppArmor profile 'strict' cannot be set: AppArmor is not in use on this host\n"));
        container.Exec("true", "--process-label a:b:c").Should().Be(new RunResult(255, "", "ocirt: the label 'a:b:c' cannot be set: SELinux is not in use on this host\n"));
    }

    [Theory]
    [InlineData("{\"args\":[\"ls\"],\"cwd\":\"tmp\"}", "has 1 error, the first is process.json:1:22: error OCI2005: cwd: must be an absolute path, got 'tmp'")]
    [InlineData("{\"args\":[\"ls\"],\"cwd\":", "has 1 error, the first is process.json:1:22: error OCI1006: the file ends inside an object that begins at 1:1")]
    public void A_broken_process_file_is_explained(string text, string words)
    {
        using RunningContainer container = Start();
        string file = Path.Combine(host.Work, "process.json");
        File.WriteAllText(file, text);
        RunResult result = host.Command($"exec --process '{file}' {container.Id}");

        result.Code.Should().Be(255);
        result.LastError.Should().Be($"ocirt: --process '{file}' {words}");
    }

    [Theory]
    [InlineData("nosuch", "exec: 'nosuch': executable file not found in $PATH")]
    [InlineData("/no/such", "exec: '/no/such': no such file or directory")]
    [InlineData("/etc", "exec: '/etc': is a directory")]
    [InlineData("/etc/passwd", "exec: '/etc/passwd': permission denied")]
    public void A_program_that_cannot_be_executed_is_255_and_one_line(string program, string words)
    {
        using RunningContainer container = Start();
        container.Exec(program).Should().Be(new RunResult(255, "", $"ocirt: {words}\n"));
    }

    [Fact]
    public void A_working_directory_that_is_missing_is_not_made()
    {
        using RunningContainer container = Start();
        RunResult result = container.Exec("true", "--cwd /not/there");

        result.Should().Be(new RunResult(255, "", "ocirt: cannot change to the working directory '/not/there': chdir: ENOENT: no such file or directory\n"));
        Directory.Exists(Path.Combine(host.Rootfs, "not")).Should().BeFalse();
    }

    [Fact]
    public void Ten_thousand_variables_and_two_megabytes_of_arguments_get_through()
    {
        using RunningContainer container = Start();
        string file = Path.Combine(host.Work, "large.json");
        JsonArray env = new("PATH=/bin");
        for (int i = 0; i < 10_000; i++)
        {
            env.Add($"VARIABLE_{i}=value {i}");
        }

        JsonArray args = new("sh", "-c", "env | wc -l; echo $#; echo ${#1}", "sh");
        for (int i = 0; i < 17; i++)
        {
            args.Add(new string('x', 110_000));
        }

        File.WriteAllText(file, new JsonObject { ["args"] = args, ["cwd"] = "/", ["env"] = env }.ToJsonString());

        // The kernel takes a quarter of the stack limit; ShLvl, HOME and PWD come on top.
        RunResult result = ContainerFixture.Shell($"ulimit -s 65536; {host.CommandLine($"exec --process '{file}' {container.Id}")}");
        result.Error.Should().BeEmpty();
        string[] lines = result.Line.Split('\n');
        int.Parse(lines[0], CultureInfo.InvariantCulture).Should().BeInRange(10_001, 10_010);
        lines[1..].Should().Equal("17", "110000");
    }

    [Fact]
    public void Limits_of_the_container_the_filter_and_the_mounts_count()
    {
        using RunningContainer container = Start(config =>
        {
            config["process"]!["rlimits"] = new JsonArray(new JsonObject { ["type"] = "RLIMIT_NOFILE", ["soft"] = 55, ["hard"] = 66 });
            config["linux"]!["seccomp"] = JsonNode.Parse("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":122}]}""");
        });
        RunResult result = container.Exec("sh -c 'ulimit -n; mkdir /dev/shm/x; touch /x; grep Seccomp: /proc/self/status'");

        result.Error.Should().Contain("Disk quota exceeded").And.Contain("Read-only file system");
        result.Line.Should().Be("55\nSeccomp:\t2");
    }

    [Fact]
    public void A_created_container_can_be_entered_before_it_is_started()
    {
        string id = host.NewId();
        host.Start($"create --bundle '{host.Bundle(RunningContainer.Waiting)}' {id}").Code.Should().Be(0);
        host.Command($"exec {id} sh -c 'echo entered'").Should().Be(new RunResult(0, "entered\n", ""));
        host.Command($"delete --force {id}").Code.Should().Be(0);
    }

    [Fact]
    public void A_stopped_a_missing_and_a_paused_container_are_refused()
    {
        string id = host.NewId();
        host.Start($"run --detach --bundle '{host.Bundle("true")}' {id}").Code.Should().Be(0);
        host.WaitFor(id, "stopped");
        host.Command($"exec {id} true").Should().Be(new RunResult(255, "", $"ocirt: cannot exec in a stopped container: '{id}'\n"));
        host.Command($"delete {id}").Code.Should().Be(0);
        host.Command($"exec {id} true").Should().Be(new RunResult(255, "", $"ocirt: container does not exist: '{id}'\n"));
    }

    [Theory]
    [InlineData("exec", 1, "the argument ID is missing; see 'ocirt exec --help'")]
    [InlineData("exec c1", 255, "process args cannot be empty: name a command after the container, or a file with --process")]
    [InlineData("exec --cap NET_RAW c1 true", 255, "option '--cap' cannot be 'NET_RAW', no capability of that name is known (see capabilities(7))")]
    [InlineData("exec --env A c1 true", 255, "option '--env' must be NAME=VALUE, got 'A'")]
    [InlineData("exec --cwd x c1 true", 255, "option '--cwd' must be an absolute path, got 'x'")]
    [InlineData("exec -g wheel c1 true", 255, "option '--additional-gids' must be a group number, got 'wheel'")]
    public void A_wrong_command_line_is_one_line(string line, int code, string words)
    {
        if (ContainerFixture.Problem is { } problem)
        {
            Assert.Skip(problem);
        }

        host.Command(line).Should().Be(new RunResult(code, "", $"ocirt: {words}\n"));
    }

    [Fact]
    public void A_working_directory_that_only_root_may_enter_is_that_of_the_user_too()
    {
        using RunningContainer container = Start();
        container.Exec("mkdir -m 700 /dev/locked").Should().Be(new RunResult(0, "", ""));

        container.Exec("pwd", "--user 1000 --cwd /dev/locked").Should().Be(new RunResult(0, "/dev/locked\n", ""), because: "runc enters it with the rights of root");
        container.Exec("ls .", "--user 1000 --cwd /dev/locked").Code.Should().Be(1, because: "the user has no more rights than before");
    }

    [Fact]
    public void A_cgroup_below_the_containers_own_is_entered_and_one_outside_is_refused()
    {
        using RunningContainer container = Start();
        string file = Path.Combine(host.Work, "sub.pid");
        ContainerFixture.Shell($"find /sys/fs/cgroup -type d -name '{container.Id}' | while read d; do mkdir $d/sub && echo $d; if [ -e $d/sub/cpuset.cpus ]; then cat $d/cpuset.cpus > $d/sub/cpuset.cpus; cat $d/cpuset.mems > $d/sub/cpuset.mems; fi; done").Line.Should().NotBeEmpty();

        container.Exec("sleep 1000", $"-d --cgroup sub --pid-file '{file}'").Should().Be(new RunResult(0, "", ""));
        string hierarchies = ContainerFixture.IsUnified ? "^0::" : ":";
        ContainerFixture.Shell($"grep '{hierarchies}' /proc/{File.ReadAllText(file)}/cgroup | cut -d: -f3 | sort -u").Line.Split('\n').Should().OnlyContain(path => path.EndsWith("/sub", StringComparison.Ordinal));
        ContainerFixture.Shell($"kill -9 {File.ReadAllText(file)}");

        container.Exec("true", "--cgroup ../other").Should().Be(new RunResult(255, "", "ocirt: --cgroup '../other': bad sub cgroup path: it leads out of the container's own\n"));
        container.Exec("true", "--cgroup a --cgroup b").Error.Should().Be("ocirt: --cgroup 'a': several need a controller each, as in 'cpu:a'\n");
        container.Exec("true", "--cgroup nosuch").Error.Should().MatchRegex("^ocirt: cannot use the cgroup '.*/nosuch': no such file or directory\n$");
        container.Exec("true", "--cgroup nosuch:sub").Error.Should().Be("ocirt: --cgroup: the container has no cgroup of the controller 'nosuch'\n");
    }

    [Fact]
    public void A_cgroup_that_takes_no_process_gives_way_to_that_of_the_first_process()
    {
        if (!ContainerFixture.IsUnified)
        {
            Assert.Skip("this host has cgroup v1");
        }

        using RunningContainer container = Start();
        string own = "/sys/fs/cgroup" + ContainerFixture.Shell($"sed -n 's/^0:://p' /proc/{container.Pid}/cgroup").Line;
        string controller = File.ReadAllText(own + "/cgroup.controllers").Split(' ', '\n')[0];
        ContainerFixture.Shell($"mkdir {own}/inner && echo {container.Pid} > {own}/inner/cgroup.procs").Should().Be(new RunResult(0, "", ""));

        // The last child from before the move has to end first.
        ContainerFixture.Eventually(() => ContainerFixture.Shell($"echo +{controller} > {own}/cgroup.subtree_control").Code == 0);

        string pidFile = Path.Combine(host.Work, "inner.pid");
        container.Exec("sleep 1000", $"-d --pid-file '{pidFile}'").Should().Be(new RunResult(0, "", ""));
        ContainerFixture.Shell($"grep ^0:: /proc/{File.ReadAllText(pidFile)}/cgroup").Line.Should().EndWith("/inner");
        container.Exec("true", "--cgroup /").Should().Be(new RunResult(
            255, "", "ocirt: cannot make a process in the container: clone3: EBUSY: the cgroup has others with controllers below it, and takes no process itself (cgroups(7), no internal processes)\n"));
    }

    [Fact]
    public void A_container_that_dies_meanwhile_is_said_to_be_not_running()
    {
        string bundle = host.Bundle(RunningContainer.Waiting);
        for (int round = 0; round < 20; round++)
        {
            string id = host.NewId();
            host.Start($"run --detach --bundle '{bundle}' {id}").Code.Should().Be(0);
            RunResult result = ContainerFixture.Shell(
                $"{host.CommandLine($"kill {id} KILL")} & for i in 1 2 3 4 5 6 7 8; do {host.CommandLine($"exec {id} true")}; done; wait");
            foreach (string line in result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                line.Should().BeOneOf($"ocirt: container is not running: '{id}'", $"ocirt: cannot exec in a stopped container: '{id}'");
            }

            ContainerFixture.Eventually(() => host.Command($"delete --force {id}").Code == 0);
        }
    }

    [Fact]
    public void In_a_user_namespace_the_process_has_its_ids_its_terminal_and_its_limits()
    {
        using RunningContainer container = Start(config =>
        {
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            config["linux"]!["uidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100000, ["size"] = 65536 });
            config["linux"]!["gidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 100000, ["size"] = 65536 });
        });
        using PseudoTerminal terminal = new(container.Line("sh -c 'id -u; stat -c %u $(tty); cat /proc/self/uid_map'", "-t"));

        terminal.WaitFor("0\r\n0\r\n");
        terminal.WaitFor("100000      65536\r\n");
        terminal.Wait().Should().Be(0);
    }

    private RunningContainer Start(Action<JsonObject>? edit = null) => RunningContainer.Start(host, edit);
}
