// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>NOTIFY_SOCKET: a service manager that waits until a container is ready.</summary>
public sealed class NotifyTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string Ready = """
        import os, socket, time
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.connect(os.environ["NOTIFY_SOCKET"])
        s.send(b"STATUS=half way\nMAINPID=1")
        s.send(b"STATUS=there\nREADY=1")
        """;

    [Fact]
    public void In_the_foreground_the_service_manager_is_told_to_watch_the_runtime()
    {
        string id = host.NewId(), pidFile = Path.Combine(host.Work, id + ".pid");
        using Manager manager = new(host.Work);
        RunResult result = ContainerFixture.Shell(
            $"NOTIFY_SOCKET='{manager.Path}' bash -c 'echo $$ > {pidFile}; exec {host.CommandLine($"run --bundle {Bundle("")} {id}")}'");

        result.Should().Be(new RunResult(0, "", ""));
        manager.Receive().Should().Be($"READY=1\nMAINPID={File.ReadAllText(pidFile).Trim()}\n", because: "nothing else that the container says is passed on");
        manager.IsSilent.Should().BeTrue();
    }

    [Fact]
    public void A_detached_run_returns_when_the_container_is_ready()
    {
        string id = host.NewId();
        using Manager manager = new(host.Work);
        host.Start($"run --detach --bundle '{Bundle("time.sleep(1000)")}' {id}", $"NOTIFY_SOCKET='{manager.Path}'").Code.Should().Be(0);

        manager.Receive().Should().Be($"READY=1\nMAINPID={(int)host.State(id)["pid"]!}\n");
        manager.Receive().Should().Be("BARRIER=1");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void Start_returns_when_the_container_is_ready_or_has_ended()
    {
        string id = host.NewId(), silent = host.NewId();
        using Manager manager = new(host.Work);
        string environment = $"NOTIFY_SOCKET='{manager.Path}'";
        host.Start($"create --bundle '{Bundle("time.sleep(1000)")}' {id}", environment).Code.Should().Be(0, because: host.Output(id));
        manager.IsSilent.Should().BeTrue();
        ContainerFixture.Shell($"{environment} {host.CommandLine($"start {id}")}").Should().Be(new RunResult(0, "", ""));
        manager.Receive().Should().Be($"READY=1\nMAINPID={(int)host.State(id)["pid"]!}\n");
        manager.Receive().Should().Be("BARRIER=1");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));

        host.Start($"create --bundle '{host.Bundle("exit 3")}' {silent}", environment).Code.Should().Be(0);
        ContainerFixture.Shell($"{environment} {host.CommandLine($"start {silent}")}").Code.Should().Be(0);
        manager.IsSilent.Should().BeTrue();
        host.WaitFor(silent, "stopped");
        host.Command($"delete {silent}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void A_service_manager_that_cannot_be_reached_is_an_error_and_nothing_is_made()
    {
        string id = host.NewId();
        RunResult result = ContainerFixture.Shell($"NOTIFY_SOCKET=/nowhere {host.CommandLine($"run --bundle {host.Bundle("true")} {id}")}");

        result.Should().Be(new RunResult(1, "", "ocirt: NOTIFY_SOCKET '/nowhere': cannot connect: no such file or directory\n"));
    }

    private string Bundle(string rest)
    {
        foreach (string link in (string[])["lib", "lib64"])
        {
            string path = Path.Combine(host.Rootfs, link);
            if (!Path.Exists(path) && ContainerFixture.Problem is null)
            {
                File.CreateSymbolicLink(path, "usr/" + link);
            }
        }

        return host.Bundle("", config =>
        {
            config["process"]!["args"] = new JsonArray("/usr/bin/python3", "-c", Ready + "\n" + rest);
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().Add(new JsonObject { ["destination"] = "/usr", ["source"] = "/usr", ["type"] = "bind", ["options"] = new JsonArray("bind", "ro") });
        });
    }

    /// <summary>What waits at the other end of NOTIFY_SOCKET. It reads at once: who sends a barrier waits for that.</summary>
    private sealed class Manager : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly BlockingCollection<string> _messages = [];
        private readonly Thread _reader;

        public Manager(string directory)
        {
            Path = System.IO.Path.Combine(directory, "manager-" + Guid.NewGuid().ToString("N")[..8]);
            _socket.Bind(new UnixDomainSocketEndPoint(Path));
            _reader = new Thread(ReadAll);
            _reader.Start();
        }

        public string Path { get; }

        public bool IsSilent => _messages.Count == 0;

        public string Receive() => _messages.TryTake(out string? message, TimeSpan.FromSeconds(60)) ? message : throw new TimeoutException("no message came within 60 s");

        public void Dispose()
        {
            using Socket last = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            last.SendTo("end"u8.ToArray(), new UnixDomainSocketEndPoint(Path));
            _reader.Join();
            _socket.Dispose();
            _messages.Dispose();
        }

        private void ReadAll()
        {
            byte[] buffer = new byte[4096];
            while (Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)) is var message && message != "end")
            {
                _messages.Add(message);
            }
        }
    }
}
