// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>How the kernel executes the process: scheduling, limits, execution domain, memory policy, keyring.</summary>
public sealed class ExecutionTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    /// <summary>The nice value and the policy of pid 1, then those of a child.</summary>
    private const string Policies = "awk '{print $19, $41}' /proc/1/stat; awk '{print $19, $41}' /proc/self/stat; true";

    [Theory]
    [InlineData("""{"policy":"SCHED_BATCH","nice":7}""", "7 3\n7 3")]
    [InlineData("""{"policy":"SCHED_OTHER","nice":-5}""", "-5 0\n-5 0")]
    [InlineData("""{"policy":"SCHED_IDLE"}""", "0 5\n0 5")]
    [InlineData("""{"policy":"SCHED_BATCH","nice":-4,"flags":["SCHED_FLAG_RESET_ON_FORK"]}""", "-4 3\n0 3")]
    public void The_scheduling_policy_is_as_asked(string scheduler, string seen) =>
        Run(Policies, scheduler).Line.Should().Be(seen);

    [Theory]
    [InlineData("SCHED_FIFO", 1)]
    [InlineData("SCHED_RR", 2)]
    public void A_real_time_policy_is_set_or_the_missing_budget_of_the_cgroup_is_named(string policy, int number)
    {
        RunResult result = Run(Policies, $$"""{"policy":"{{policy}}","priority":3}""");
        if (!ContainerFixture.IsUnified && File.Exists("/sys/fs/cgroup/cpu/cpu.rt_runtime_us"))
        {
            result.Code.Should().Be(1);
            result.LastError.Should().EndWith(
                $"process.scheduler: cannot set the scheduling policy {policy}: sched_setattr: EPERM: operation not permitted (the runtime lacks CAP_SYS_NICE, "
                + "or the container's cgroup has no real-time budget: give linux.resources.cpu.realtimeRuntime)");
        }
        else
        {
            result.Line.Should().Be($"0 {number}\n0 {number}");
        }
    }

    [Theory]
    [InlineData("""{"policy":"SCHED_DEADLINE","runtime":2000000,"deadline":1000000,"period":3000000}""", "SCHED_DEADLINE: sched_setattr: EINVAL: invalid argument (needs 1024 <= runtime <= deadline <= period, in nanoseconds)")]
    [InlineData("""{"policy":"SCHED_ISO"}""", "SCHED_ISO: sched_setattr: EINVAL: invalid argument (no Linux kernel has this policy)")]
    public void A_policy_that_the_kernel_refuses_is_explained(string scheduler, string message)
    {
        RunResult result = Run("true", scheduler);
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("process.scheduler: cannot set the scheduling policy " + message);
    }

    [Theory]
    [InlineData("IOPRIO_CLASS_BE", 3, "best-effort: prio 3")]
    [InlineData("IOPRIO_CLASS_RT", 5, "realtime: prio 5")]
    [InlineData("IOPRIO_CLASS_IDLE", 0, "idle")]
    public void The_io_priority_is_as_asked(string name, int level, string seen) =>
        host.Run("ionice -p 1", config => config["process"]!["ioPriority"] = new JsonObject { ["class"] = name, ["priority"] = level })
            .Line.Should().StartWith(seen);

    [Fact]
    public void The_affinity_for_exec_is_not_for_the_first_process()
    {
        const string Command = "grep Cpus_allowed_list /proc/1/status";
        host.Run(Command, config => config["process"]!["execCPUAffinity"] = new JsonObject { ["initial"] = "0", ["final"] = "0" })
            .Should().Be(host.Run(Command));
    }

    [Fact]
    public void The_processors_are_those_of_the_cpuset_however_the_caller_is_bound()
    {
        string bundle = host.Bundle("grep Cpus_allowed_list /proc/1/status");
        RunResult free = host.Command($"run -b '{bundle}' {host.NewId()}");
        free.Output.Should().StartWith("Cpus_allowed_list:");

        ContainerFixture.Shell($"taskset -c 0 {host.CommandLine($"run -b '{bundle}' {host.NewId()}")}").Should().Be(free);
        string id = host.NewId();
        host.Start($"run -d -b '{host.Bundle("sleep 1000")}' {id}").Code.Should().Be(0);
        ContainerFixture.Shell($"taskset -c 0 {host.CommandLine($"exec {id} grep Cpus_allowed_list /proc/self/status")}").Should().Be(free);
        host.Command($"delete --force {id}").Code.Should().Be(0);
    }

    [Theory]
    [InlineData("LINUX32", "i686")]
    [InlineData("LINUX", "x86_64")]
    public void The_execution_domain_is_as_asked(string domain, string machine)
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Skip("this host has another architecture than x86-64");
        }

        host.Run("uname -m", config => config["linux"]!["personality"] = new JsonObject { ["domain"] = domain }).Line.Should().Be(machine);
    }

    [Theory]
    [InlineData("""{"mode":"MPOL_BIND","nodes":"0"}""", "bind:0")]
    [InlineData("""{"mode":"MPOL_PREFERRED","nodes":"0"}""", "prefer:0")]
    [InlineData("""{"mode":"MPOL_INTERLEAVE","nodes":"0","flags":["MPOL_F_STATIC_NODES"]}""", "interleave=static:0")]
    [InlineData("""{"mode":"MPOL_LOCAL"}""", "local")]
    [InlineData("""{"mode":"MPOL_DEFAULT"}""", "default")]
    public void The_memory_policy_is_as_asked(string policy, string seen)
    {
        if (!File.Exists("/proc/self/numa_maps"))
        {
            Assert.Skip("this host has no NUMA support in its kernel");
        }

        host.Run("head -n1 /proc/self/numa_maps", config => config["linux"]!["memoryPolicy"] = JsonNode.Parse(policy))
            .Line.Split(' ')[1].Should().Be(seen);
    }

    [Theory]
    [InlineData("321")]
    [InlineData(null)]
    public void The_score_of_the_oom_killer_is_as_asked_and_else_that_of_the_caller(string? asked)
    {
        string bundle = host.Bundle("cat /proc/self/oom_score_adj", config =>
        {
            config["process"]!.AsObject().Remove("oomScoreAdj");
            if (asked is not null)
            {
                config["process"]!["oomScoreAdj"] = JsonNode.Parse(asked);
            }
        });
        host.RunBundle(bundle, prefix: "echo 77 > /proc/$BASHPID/oom_score_adj;").Line.Should().Be(asked ?? "77");
    }

    [Fact]
    public void The_names_of_host_and_domain_are_as_asked() =>
        host.Run("hostname; cat /proc/sys/kernel/domainname", config =>
        {
            config["hostname"] = "box";
            config["domainname"] = "example.org";
        }).Line.Should().Be("box\nexample.org");

    [Fact]
    public void A_node_that_the_host_lacks_is_explained()
    {
        RunResult result = host.Run("true", config => config["linux"]!["memoryPolicy"] = JsonNode.Parse("""{"mode":"MPOL_BIND","nodes":"63"}"""));
        result.Code.Should().Be(1);
        result.LastError.Should().MatchRegex(
            @"^ocirt: config\.json:\d+:\d+: linux\.memoryPolicy: cannot set the memory policy \((the host or the cpuset lacks a node, the mode needs nodes or takes none, or the kernel is too old for it|the kernel has no support for NUMA)\): set_mempolicy: E(INVAL|NOSYS): ");
    }

    [Fact]
    public void Limits_of_every_kind_are_as_asked_and_above_the_callers_own_where_that_is_allowed()
    {
        (string Type, string Title, ulong Soft, ulong Hard)[] limits =
        [
            ("AS", "Max address space", 1UL << 40, 1UL << 41),
            ("CORE", "Max core file size", 0, 4096),
            ("CPU", "Max cpu time", 1000, 2000),
            ("DATA", "Max data size", 1UL << 33, 1UL << 34),
            ("FSIZE", "Max file size", 1UL << 30, 1UL << 31),
            ("LOCKS", "Max file locks", 11, 12),
            ("MEMLOCK", "Max locked memory", 65536, 131072),
            ("MSGQUEUE", "Max msgqueue size", 4096, 8192),
            ("NICE", "Max nice priority", 10, 20),
            ("NOFILE", "Max open files", 300, 400),
            ("NPROC", "Max processes", 5000, 6000),
            ("RSS", "Max resident set", 1UL << 20, 1UL << 21),
            ("RTPRIO", "Max realtime priority", 5, 6),
            ("RTTIME", "Max realtime timeout", 100000, 200000),
            ("SIGPENDING", "Max pending signals", 77, 88),
            ("STACK", "Max stack size", 1UL << 23, 1UL << 24),
        ];
        bool mayRaise = MayRaiseLimits();
        string own = File.ReadAllText("/proc/self/limits");
        limits = [.. limits.Select(limit => mayRaise ? limit : limit with
        {
            Soft = System.Math.Min(limit.Soft, Find(own, limit.Title).Hard),
            Hard = System.Math.Min(limit.Hard, Find(own, limit.Title).Hard),
        })];
        string bundle = host.Bundle("cat /proc/self/limits", config => config["process"]!["rlimits"] = new JsonArray(
            [.. limits.Select(limit => new JsonObject { ["type"] = "RLIMIT_" + limit.Type, ["soft"] = limit.Soft, ["hard"] = limit.Hard })]));

        RunResult result = host.RunBundle(bundle, prefix: mayRaise ? "ulimit -n 100;" : string.Empty);

        result.Code.Should().Be(0, because: result.Error);
        foreach ((_, string title, ulong soft, ulong hard) in limits)
        {
            Find(result.Output, title).Should().Be((soft, hard), because: title);
        }
    }

    [Fact]
    public void A_limit_beyond_the_kernels_own_is_explained()
    {
        RunResult result = host.Run("true", config => config["process"]!["rlimits"] = new JsonArray(
            new JsonObject { ["type"] = "RLIMIT_NOFILE", ["soft"] = 1L << 40, ["hard"] = 1L << 40 }));
        result.LastError.Should().EndWith(
            "process.rlimits[0]: the limit is above the sysctl fs.nr_open, or above this process's own hard limit, and raising that needs CAP_SYS_RESOURCE: "
            + "prlimit64: EPERM: operation not permitted");
    }

    [Theory]
    [InlineData("keyed", "", "1")]
    [InlineData("unkeyed", "--no-new-keyring", "0")]
    public void The_session_keyring_is_the_containers_own_unless_told_otherwise(string id, string option, string count)
    {
        if (!File.Exists("/proc/keys"))
        {
            Assert.Skip("this host has no key management in its kernel");
        }

        string bundle = host.Bundle($"grep -c 'keyring *_ses.{id}:' /proc/keys", config => config["linux"]!["maskedPaths"] = new JsonArray());
        ContainerFixture.Shell($"{host.RunCommand(bundle, id)} {option}").Line.Should().Be(count);
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("--no-new-keyring", "0")]
    public void A_process_of_exec_has_a_session_keyring_of_the_container_only_when_the_container_has(string option, string count)
    {
        Assert.SkipUnless(File.Exists("/proc/keys"), "this host has no key management in its kernel");
        string id = host.NewId(), bundle = host.Bundle("sleep 1000", config => config["linux"]!["maskedPaths"] = new JsonArray());
        host.Start($"run -d {option} -b '{bundle}' {id}").Code.Should().Be(0);

        // That of the first process is seen as well.
        host.Command($"exec {id} grep -c 'keyring *_ses.{id}:' /proc/keys").Line.Should().Be(count);
        host.Command($"delete -f {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void An_empty_home_variable_is_replaced_by_the_users_home() =>
        host.Run("echo $HOME", config => config["process"]!["env"] = new JsonArray("PATH=/bin", "HOME=")).Line.Should().Be("/root");

    [Fact]
    public void Without_a_passwd_file_the_root_is_the_home() =>
        host.Run("echo $HOME", config =>
        {
            config["process"]!["env"] = new JsonArray("PATH=/bin");
            config["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/etc", ["type"] = "tmpfs", ["source"] = "tmpfs" });
        }).Line.Should().Be("/", because: "there is no passwd file");

    private RunResult Run(string command, string scheduler) =>
        host.Run(command, config => config["process"]!["scheduler"] = JsonNode.Parse(scheduler));

    /// <summary>Whether this process has CAP_SYS_RESOURCE.</summary>
    private static bool MayRaiseLimits()
    {
        string effective = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("CapEff:", System.StringComparison.Ordinal));
        return (System.Convert.ToUInt64(effective[8..], 16) >> 24 & 1) != 0;
    }

    /// <summary>A row of a limits file of proc(5).</summary>
    private static (ulong Soft, ulong Hard) Find(string table, string title)
    {
        string line = table.Split('\n').Single(line => line.StartsWith(title, System.StringComparison.Ordinal));
        string[] numbers = line[title.Length..].Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        return (Number(numbers[0]), Number(numbers[1]));
    }

    private static ulong Number(string text) =>
        text == "unlimited" ? ulong.MaxValue : ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
