// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Filters that ask an agent.</summary>
public sealed class SeccompListenerTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const int DiskQuota = 122;

    private string Name => Path.GetFileName(host.Work);

    [Theory]
    [InlineData(true, "listenerPath")]
    [InlineData(false, "listenerPath")]
    [InlineData(true, "run.oci.seccomp.receiver")]
    public async Task The_agent_gets_the_descriptor_with_the_state_and_answers(bool noNewPrivileges, string field)
    {
        string path = Path.Combine(host.Work, $"agent-{noNewPrivileges}-{field}");
        string bundle = host.Bundle("mkdir /tmp/asked", config =>
        {
            config["process"]!["noNewPrivileges"] = noNewPrivileges;
            config["annotations"] = new JsonObject { ["org.example.note"] = "kept" };
            Notify(config, "mkdir");
            config["linux"]!["seccomp"]!["listenerMetadata"] = "for the agent";
            (field == "listenerPath" ? config["linux"]!["seccomp"]! : config["annotations"]!)[field] = path;
        });
        using DescriptorReceiver receiver = new(path);
        string id = $"{Name}-{noNewPrivileges}-{field}";
        Task<RunResult> run = Task.Run(() => host.RunBundle(bundle, id));

        (string message, string target) = receiver.Receive();
        target.Should().Be("anon_inode:seccomp notify");
        JsonNode state = JsonNode.Parse(message)!;
        ((string)state["ociVersion"]!).Should().StartWith("1.");
        state["fds"]!.ToJsonString().Should().Be("[\"seccompFd\"]");
        ((string)state["metadata"]!).Should().Be("for the agent");
        ((int)state["pid"]!).Should().BePositive().And.Be((int)state["state"]!["pid"]!);
        ((string)state["state"]!["id"]!).Should().Be(id);
        ((string)state["state"]!["status"]!).Should().Be("creating");
        ((string)state["state"]!["bundle"]!).Should().Be(bundle);
        ((string)state["state"]!["annotations"]!["org.example.note"]!).Should().Be("kept");
        Refuse(receiver.Descriptor, DiskQuota);
        (await run).Error.Should().Contain("Disk quota exceeded");
    }

    [Fact]
    public void Without_an_agent_the_container_does_not_run()
    {
        string path = Path.Combine(host.Work, "nobody");
        RunResult result = host.Run("true", config =>
        {
            Notify(config, "mkdir");
            config["linux"]!["seccomp"]!["listenerPath"] = path;
        });
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith($"linux.seccomp.listenerPath: the seccomp agent at '{path}': failed to connect with seccomp agent: no such file or directory");
    }

    [Fact]
    public void A_call_that_the_launch_needs_cannot_be_notified()
    {
        RunResult result = host.Run("true", config =>
        {
            Notify(config, "sendmsg");
            config["linux"]!["seccomp"]!["listenerPath"] = "/nobody";
        });
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("linux.seccomp: the filter waits for a listener at 'sendmsg', which the launch itself needs under it: allow it");
    }

    [Fact]
    public void An_annotation_makes_an_unknown_call_an_error()
    {
        RunResult result = host.Run("true", config =>
        {
            config["annotations"] = new JsonObject { ["run.oci.seccomp_fail_unknown_syscall"] = "1" };
            config["linux"]!["seccomp"] = JsonNode.Parse("""{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["no_such_call"],"action":"SCMP_ACT_ERRNO"}]}""");
        });
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith(
            "linux.seccomp.syscalls: the system call 'no_such_call' is not known, and the annotation 'run.oci.seccomp_fail_unknown_syscall' makes that an error");
    }

    private static void Notify(JsonObject config, string call)
    {
        config["root"]!["readonly"] = false;
        config["linux"]!["seccomp"] = new JsonObject
        {
            ["defaultAction"] = "SCMP_ACT_ALLOW",
            ["syscalls"] = new JsonArray(new JsonObject { ["names"] = new JsonArray(call), ["action"] = "SCMP_ACT_NOTIFY" }),
        };
    }

    /// <summary>Takes one notification and lets the call fail.</summary>
    private static unsafe void Refuse(int listener, int errno)
    {
        const nuint receive = 0xc0502100, send = 0xc0182101;
        ulong* notification = stackalloc ulong[10];
        new Span<ulong>(notification, 10).Clear();
        ioctl(listener, receive, notification).Should().Be(0);
        ulong* answer = stackalloc ulong[3];
        answer[0] = notification[0];
        answer[1] = 0;
        answer[2] = (uint)-errno;
        ioctl(listener, send, answer).Should().Be(0);
    }

    [DllImport("libc")]
    private static extern unsafe int ioctl(int descriptor, nuint request, ulong* argument);
}
