// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class TerminalTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string CtrlC = "\u0003";
    private const string CtrlD = "\u0004";
    private const string CtrlZ = "\u001a";

    private int _ids;

    [Fact]
    public void The_standard_streams_are_a_terminal_of_the_containers_own()
    {
        using PseudoTerminal terminal = Run("tty; stat -c %F /dev/console; [ /dev/console -ef $(tty) ] && echo same; echo $(ls /dev/pts)");

        terminal.WaitFor("/dev/pts/0\r\n");
        terminal.WaitFor("character special file\r\nsame\r\n0 ptmx\r\n");
        terminal.Wait().Should().Be(0);
    }

    [Fact]
    public void The_terminal_belongs_to_the_user_and_is_the_controlling_one()
    {
        using PseudoTerminal terminal = Run("stat -c %u $(tty); echo through >/dev/tty", config =>
            config["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 });

        terminal.WaitFor("1000\r\nthrough\r\n");
        terminal.Wait().Should().Be(0);
    }

    [Fact]
    public void The_size_is_the_callers_and_follows_it()
    {
        using PseudoTerminal terminal = Run("trap 'stty size; exit 3' WINCH; stty size; while true; do sleep 0.1; done");

        terminal.WaitFor("24 80\r\n");
        terminal.Resize(50, 132);
        terminal.WaitFor("50 132\r\n");
        terminal.Wait().Should().Be(3);
    }

    [Fact]
    public void Without_a_terminal_of_the_caller_the_size_is_the_configurations_and_lines_end_as_in_files()
    {
        RunResult result = host.Run("stty size; tty", config =>
        {
            config["process"]!["terminal"] = true;
            config["process"]!["consoleSize"] = new JsonObject { ["height"] = 33, ["width"] = 99 };
        });

        result.Should().Be(new RunResult(0, "33 99\n/dev/pts/0\n", ""));
    }

    [Fact]
    public void What_comes_through_a_pipe_is_read_to_its_end()
    {
        string bundle = host.Bundle("cat; echo end", Terminal);
        RunResult result = ContainerFixture.Shell($"printf 'one\\ntwo' | {host.RunCommand(bundle, Id())}");

        result.Code.Should().Be(0, because: result.Error);
        result.Output.Should().Contain("one\n").And.EndWith("twoend\n", because: "the echo and cat's own lines");
    }

    [Fact]
    public void No_output_is_lost_at_the_end()
    {
        string bundle = host.Bundle("seq 1 20000", Terminal);
        for (int round = 0; round < 5; round++)
        {
            RunResult result = ContainerFixture.Shell($"{host.RunCommand(bundle, Id())} | md5sum");
            result.Output.Should().Be(ContainerFixture.Shell("seq 1 20000 | md5sum").Output);
        }
    }

    [Fact]
    public void Ctrl_C_interrupts_the_foreground_job_and_not_the_shell()
    {
        using PseudoTerminal terminal = RunShell();

        StartCat(terminal);
        terminal.Type(CtrlC);
        terminal.WaitFor("# ");
        terminal.Type("echo status $?\n");
        terminal.WaitFor("status 130\r\n");
        terminal.Type("exit 7\n");
        terminal.Wait().Should().Be(7);
    }

    [Fact]
    public void Ctrl_Z_stops_a_job_and_fg_brings_it_back()
    {
        using PseudoTerminal terminal = RunShell();

        StartCat(terminal);
        terminal.Type(CtrlZ);
        terminal.WaitFor("Stopped");
        terminal.Type("fg\n");
        terminal.WaitFor("fg\r\n");
        terminal.WaitFor("cat\r\n");
        terminal.Type("again\n");
        terminal.WaitFor("again\r\nagain\r\n");
        terminal.Type(CtrlD);
        terminal.WaitFor("# ");
        terminal.Type(CtrlD);
        terminal.Wait().Should().Be(0, because: "the end of input ends the shell");
    }

    [Fact]
    public void The_callers_terminal_is_raw_meanwhile_and_as_before_afterwards()
    {
        string bundle = host.Bundle("echo ready; read line; kill -9 0", Terminal);
        using PseudoTerminal terminal = new($"{host.RunCommand(bundle, Id())}; echo code $?; stty -g; read end");
        string before = terminal.InitialSettings;

        terminal.WaitFor("ready");
        terminal.Settings().Should().NotBe(before);
        ContainerFixture.Shell($"stty -F {terminal.Device} -a").Output.Should().Contain("-icanon").And.Contain("-echo").And.Contain("-isig");
        terminal.Type("\r");
        terminal.WaitFor("code ");
        terminal.WaitFor(before);
        terminal.Settings().Should().Be(before);
        terminal.Type("\n");
        terminal.Wait();
    }

    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("TERM", 143)]
    public void The_callers_terminal_is_restored_when_the_process_is_killed_or_the_runtime_is_asked_to_end(string signal, int code)
    {
        string id = Id();
        string pidFile = Path.Combine(host.Work, id + ".pid");
        string bundle = host.Bundle("", config =>
        {
            Terminal(config);
            config["process"]!["args"] = new JsonArray("sh", "-c", "trap - TERM; echo ready; exec cat");
            // Without a pid namespace the default action of a signal counts for the process too.
            RemoveNamespace(config, "pid");
            config["mounts"]!.AsArray().RemoveAt(0);
            config["linux"]!.AsObject().Remove("maskedPaths");
            config["linux"]!.AsObject().Remove("readonlyPaths");
        });
        using PseudoTerminal terminal = new($"{host.RunCommand(bundle, id)} --pid-file {pidFile}; echo code $?; read end");
        string before = terminal.InitialSettings;

        terminal.WaitFor("ready");
        string target = signal == "KILL" ? File.ReadAllText(pidFile) : ContainerFixture.Shell($"ps -o ppid= -p {File.ReadAllText(pidFile)}").Line;
        ContainerFixture.Shell($"kill -{signal} {target}").Code.Should().Be(0);
        terminal.WaitFor($"code {code}\r\n");
        terminal.Settings().Should().Be(before);
        terminal.Type("\n");
        terminal.Wait();
    }

    [Fact]
    public void A_job_that_was_stopped_outside_is_raw_again_in_the_foreground()
    {
        string bundle = host.Bundle("echo ready; read line; echo got $line", Terminal);
        string id = Id();
        string pidFile = Path.Combine(host.Work, id + ".pid");
        using PseudoTerminal terminal = new($"set -m; PS1='outer> ' exec bash --norc -i -c '{host.RunCommand(bundle, id)} --pid-file {pidFile}; echo stopped $?; fg; echo ended $?'");

        terminal.WaitFor("ready");
        string runtime = ContainerFixture.Shell($"ps -o ppid= -p {File.ReadAllText(pidFile)}").Line;
        ContainerFixture.Shell($"kill -STOP {runtime}").Code.Should().Be(0);
        terminal.WaitFor("stopped ");
        terminal.Type("line\r");
        terminal.WaitFor("got line\r\n");
        terminal.WaitFor("ended 0");
        terminal.Wait().Should().Be(0);
    }

    [Fact]
    public void Without_a_devpts_a_terminal_is_refused_by_name()
    {
        RunResult result = host.Run("true", config =>
        {
            Terminal(config);
            JsonArray mounts = config["mounts"]!.AsArray();
            for (int i = mounts.Count - 1; i >= 0; i--)
            {
                if ((string)mounts[i]!["destination"]! == "/dev/pts")
                {
                    mounts.RemoveAt(i);
                }
            }
        });

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("process.terminal: cannot open a terminal: openat2: ENOENT: '/dev/pts' in the container: no such file or directory: mount a devpts there");
    }

    [Fact]
    public void A_directory_in_the_place_of_a_devpts_is_refused_by_name()
    {
        RunResult result = host.Run("true", config =>
        {
            Terminal(config);
            foreach (JsonNode? mount in config["mounts"]!.AsArray())
            {
                if ((string)mount!["destination"]! == "/dev/pts")
                {
                    mount["type"] = "tmpfs";
                    mount.AsObject().Remove("options");
                }
            }
        });

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("process.terminal: cannot open a terminal: '/dev/pts' in the container is not a devpts: mount one there");
    }

    [Fact]
    public void A_link_in_the_place_of_the_console_is_refused_and_not_followed()
    {
        string rootfs = Path.Combine(host.Work, "console-link");
        ContainerFixture.Shell($"cp -a '{host.Rootfs}' '{rootfs}' && mkdir -p '{rootfs}/dev/pts'").Code.Should().Be(0);
        File.CreateSymbolicLink(rootfs + "/dev/console", "/tmp/made");
        RunResult result = host.Run("true", config =>
        {
            Terminal(config);
            config["root"]!["path"] = rootfs;
            config["root"]!["readonly"] = false;
            config["mounts"]!.AsArray().RemoveAll(mount => (string)mount!["destination"]! is "/dev" or "/dev/shm" or "/dev/mqueue");
        });

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("process.terminal: cannot open a terminal: openat2: ELOOP: '/dev/console' in the container: too many levels of symbolic links");
        File.Exists(rootfs + "/tmp/made").Should().BeFalse();
    }

    [Fact]
    public void Create_sends_the_terminal_to_the_console_socket_with_the_size_of_the_configuration()
    {
        string id = host.NewId(), path = Path.Combine(host.Work, "console");
        string bundle = host.Bundle("stty size; sleep 1000", config =>
        {
            Terminal(config);
            config["process"]!["consoleSize"] = new JsonObject { ["height"] = 33, ["width"] = 99 };
        });
        using DescriptorReceiver receiver = new(path);
        host.Start($"create --bundle '{bundle}' --console-socket '{path}' {id}").Code.Should().Be(0, because: host.Output(id));

        receiver.Receive().Name.Should().Be("/dev/pts/0");
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        receiver.ReadLine().Should().Be("33 99\r\n");
        host.Command($"delete --force {id}").Should().Be(new RunResult(0, "", ""));
    }

    [Fact]
    public void Create_with_a_terminal_and_without_a_console_socket_is_refused()
    {
        RunResult result = host.Command($"create --bundle '{host.Bundle("true", Terminal)}' {host.NewId()}");

        result.Code.Should().Be(1);
        result.LastError.Should().Be("ocirt: cannot allocate tty if ocirt will detach without setting console socket (--console-socket)");
    }

    [Fact]
    public void A_console_socket_in_the_foreground_is_refused()
    {
        RunResult result = ContainerFixture.Shell($"{host.RunCommand(host.Bundle("true", Terminal), Id())} --console-socket /nowhere");

        result.Code.Should().Be(1);
        result.LastError.Should().EndWith("cannot use console socket if ocirt will not detach or allocate tty (process.terminal)");
    }

    private static void Terminal(JsonObject config) => config["process"]!["terminal"] = true;

    private static void RemoveNamespace(JsonObject config, string type)
    {
        JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
        for (int i = namespaces.Count - 1; i >= 0; i--)
        {
            if ((string)namespaces[i]!["type"]! == type)
            {
                namespaces.RemoveAt(i);
            }
        }
    }

    /// <summary>Starts cat in the inner shell and waits until it has the terminal: keys that send signals reach nothing else then.</summary>
    private static void StartCat(PseudoTerminal terminal)
    {
        terminal.Type("echo be''in; cat\n");

        // Typed before, it would still go to the shell's own line editor.
        terminal.WaitFor("bein\r\n");
        terminal.Type("ping\n");
        terminal.WaitFor("ping\r\nping\r\n");
    }

    private PseudoTerminal Run(string command, Action<JsonObject>? edit = null) => new(host.RunCommand(
        host.Bundle(command, config =>
        {
            Terminal(config);
            edit?.Invoke(config);
        }), Id()));

    private PseudoTerminal RunShell()
    {
        PseudoTerminal terminal = new(host.RunCommand(
            host.Bundle("", config =>
            {
                Terminal(config);
                config["process"]!["args"] = new JsonArray("sh");
                config["process"]!["env"] = new JsonArray("PATH=/bin", "PS1=# ", "TERM=dumb");
            }), Id()));
        terminal.WaitFor("# ");
        return terminal;
    }

    private string Id() => $"{Path.GetFileName(host.Work)}-t{++_ids}-{Guid.NewGuid():N}"[..40];
}
