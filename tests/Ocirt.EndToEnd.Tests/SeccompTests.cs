// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>System call filters: what they do, when they come into force, and what they must not forbid.</summary>
public sealed class SeccompTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("""{"action":"SCMP_ACT_ERRNO"}""", "mkdir: can't create directory '/tmp/x': Operation not permitted", 0)]
    [InlineData("""{"action":"SCMP_ACT_ERRNO","errnoRet":122}""", "mkdir: can't create directory '/tmp/x': Disk quota exceeded", 0)]
    [InlineData("""{"action":"SCMP_ACT_TRACE"}""", "mkdir: can't create directory '/tmp/x': Function not implemented", 0)]
    [InlineData("""{"action":"SCMP_ACT_LOG"}""", "", 0)]
    [InlineData("""{"action":"SCMP_ACT_KILL"}""", "Bad system call", 159)]
    [InlineData("""{"action":"SCMP_ACT_KILL_PROCESS"}""", "Bad system call", 159)]
    [InlineData("""{"action":"SCMP_ACT_KILL_THREAD"}""", "Bad system call", 159)]
    [InlineData("""{"action":"SCMP_ACT_TRAP"}""", "Bad system call", 159)]
    public void Every_action_does_what_its_name_says(string rule, string error, int code)
    {
        JsonObject entry = JsonNode.Parse(rule)!.AsObject();
        entry["names"] = new JsonArray("mkdir");
        RunResult result = host.Run("(mkdir /tmp/x); code=$?; [ $code -gt 100 ] && exit $code; rmdir /tmp/x; exit 0", config => Filter(config, "SCMP_ACT_ALLOW", entry));
        result.Code.Should().Be(code, because: result.Error);
        (error.Length == 0 ? result.Error : result.Error.Contains(error, StringComparison.Ordinal) ? error : result.Error).Should().Be(error);
    }

    [Theory]
    [InlineData("SCMP_CMP_EQ", 5, true, false)]
    [InlineData("SCMP_CMP_NE", 5, false, true)]
    [InlineData("SCMP_CMP_LT", 6, true, false)]
    [InlineData("SCMP_CMP_LE", 5, true, false)]
    [InlineData("SCMP_CMP_GT", 5, false, true)]
    [InlineData("SCMP_CMP_GE", 6, false, true)]
    public void Every_comparison_looks_at_the_argument(string comparison, int value, bool refusesFive, bool refusesSix)
    {
        JsonObject rule = new()
        {
            ["names"] = new JsonArray("ftruncate"),
            ["action"] = "SCMP_ACT_KILL_PROCESS",
            ["args"] = new JsonArray(new JsonObject { ["index"] = 1, ["value"] = value, ["op"] = comparison }),
        };
        RunResult result = host.Run("truncate -s 5 /tmp/t; echo $?; truncate -s 6 /tmp/t; echo $?", config => Filter(config, "SCMP_ACT_ALLOW", rule));
        result.Line.Should().Be($"{(refusesFive ? 159 : 0)}\n{(refusesSix ? 159 : 0)}");
    }

    [Fact]
    public void A_masked_comparison_looks_at_the_bits_of_the_mask()
    {
        JsonObject rule = new()
        {
            ["names"] = new JsonArray("ftruncate"),
            ["action"] = "SCMP_ACT_KILL_PROCESS",
            ["args"] = new JsonArray(new JsonObject { ["index"] = 1, ["value"] = 4, ["valueTwo"] = 4, ["op"] = "SCMP_CMP_MASKED_EQ" }),
        };
        host.Run("truncate -s 5 /tmp/t; echo $?; truncate -s 3 /tmp/t; echo $?", config => Filter(config, "SCMP_ACT_ALLOW", rule)).Line.Should().Be("159\n0");
    }

    [Fact]
    public void A_call_that_is_newer_than_the_profile_is_answered_as_by_an_older_kernel()
    {
        JsonObject allow = new() { ["names"] = AllCalls(), ["action"] = "SCMP_ACT_ALLOW" };
        RunResult result = host.Run("mkdir /tmp/x", config => Filter(config, "SCMP_ACT_ERRNO", allow));
        result.Error.Should().Contain("Operation not permitted", because: "mkdir is older than the newest call of the profile, and the default counts");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_profile_need_not_allow_what_only_the_launch_needs(bool noNewPrivileges)
    {
        JsonObject rule = new()
        {
            ["names"] = new JsonArray(
                "close_range", "mount", "pivot_root", "umount2", "setsid", "keyctl", "sethostname", "fsopen", "move_mount", "openat2", "mknodat", "unshare"),
            ["action"] = "SCMP_ACT_KILL_PROCESS",
        };
        host.Run("exit 7", config =>
        {
            config["process"]!["noNewPrivileges"] = noNewPrivileges;
            Filter(config, "SCMP_ACT_ALLOW", rule);
        }).Code.Should().Be(7);
    }

    [Theory]
    [InlineData("setresuid", false, "SCMP_ACT_ERRNO", "refuses 'setresuid', which the launch itself needs under it: allow it, or set process.noNewPrivileges, with which the filter comes into force later")]
    [InlineData("capset", false, "SCMP_ACT_KILL_PROCESS", "ends the process at 'capset', which the launch itself needs under it: allow it, or set process.noNewPrivileges, with which the filter comes into force later")]
    [InlineData("execve", true, "SCMP_ACT_ERRNO", "refuses 'execve', which the launch itself needs under it: allow it")]
    [InlineData("execve", true, "SCMP_ACT_TRACE", "waits for a tracer at 'execve', which the launch itself needs under it: allow it")]
    public void A_profile_that_stops_the_launch_itself_is_refused_before_it_begins(string call, bool noNewPrivileges, string action, string message)
    {
        RunResult result = host.Run("true", config =>
        {
            config["process"]!["noNewPrivileges"] = noNewPrivileges;
            Filter(config, "SCMP_ACT_ALLOW", new JsonObject { ["names"] = new JsonArray(call), ["action"] = action });
        });
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("linux.seccomp: the filter " + message);
    }

    [Theory]
    [InlineData("SECCOMP_FILTER_FLAG_TSYNC")]
    [InlineData("SECCOMP_FILTER_FLAG_LOG")]
    [InlineData("SECCOMP_FILTER_FLAG_SPEC_ALLOW")]
    [InlineData("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV")]
    public void Every_flag_is_taken(string flag)
    {
        RunResult result = host.Run("grep -E '^(Seccomp|Speculation_Store_Bypass):' /proc/self/status", config =>
        {
            Filter(config, "SCMP_ACT_ALLOW", new JsonObject { ["names"] = new JsonArray("reboot"), ["action"] = "SCMP_ACT_ERRNO" });
            config["linux"]!["seccomp"]!["flags"] = new JsonArray(flag);
        });
        result.Line.Should().StartWith("Seccomp:\t2\n");
    }

    [Fact]
    public void A_second_run_takes_the_compiled_filter_from_the_cache()
    {
        string root = Path.Combine(host.Work, "cached"), cache = root + "-cache";
        string bundle = host.Bundle("grep Seccomp: /proc/self/status", config =>
            Filter(config, "SCMP_ACT_ALLOW", new JsonObject { ["names"] = new JsonArray("reboot"), ["action"] = "SCMP_ACT_ERRNO" }));
        string command = host.RunCommand(bundle, "cached").Replace(host.StateRoot, root, StringComparison.Ordinal);

        ContainerFixture.Shell(command).Line.Should().Be("Seccomp:\t2");
        string file = Directory.GetFiles(cache).Single();
        DateTime written = File.GetLastWriteTimeUtc(file);
        ContainerFixture.Shell(command).Line.Should().Be("Seccomp:\t2");
        File.GetLastWriteTimeUtc(file).Should().Be(written, because: "it was only read");

        byte[] content = File.ReadAllBytes(file);
        content[^1] ^= 0xff;
        File.WriteAllBytes(file, content);
        ContainerFixture.Shell(command).Line.Should().Be("Seccomp:\t2", because: "a damaged file is compiled anew");
        File.ReadAllBytes(file).Should().NotEqual(content);
    }

    private static void Filter(JsonObject config, string defaultAction, JsonObject rule)
    {
        config["root"]!["readonly"] = false;
        config["linux"]!["seccomp"] = new JsonObject { ["defaultAction"] = defaultAction, ["syscalls"] = new JsonArray(rule) };
    }

    /// <summary>What a shell and the launch need, without mkdir, up to a call of Linux 5.9.</summary>
    private static JsonArray AllCalls() =>
    [
        "read", "write", "open", "openat", "close", "stat", "fstat", "lstat", "newfstatat", "statx", "poll", "lseek", "mmap", "mprotect", "munmap", "brk",
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "ioctl", "access", "faccessat", "faccessat2", "dup", "dup2", "getpid", "getppid", "getpgrp", "clone", "fork",
        "vfork", "execve", "exit", "exit_group", "wait4", "uname", "fcntl", "getcwd", "chdir", "geteuid", "getuid", "getgid", "getegid", "setgroups", "setresuid",
        "setresgid", "prctl", "arch_prctl", "capset", "set_tid_address", "set_robust_list", "rseq", "prlimit64", "getrandom", "futex", "readlink", "umask",
        "sendmsg", "recvmsg", "sysinfo", "getpgid", "setpgid", "close_range", "pipe", "pipe2", "gettid", "getsid", "sched_getaffinity", "mremap", "madvise",
    ];
}
