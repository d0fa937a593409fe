// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text;

using FluentAssertions;
using Ocirt.Runtime.Hooks;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class HookTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-hooks-").FullName;

    [Fact]
    public void A_hook_gets_the_state_its_arguments_its_environment_and_the_bundle()
    {
        string file = Path.Combine(_work, "seen");

        Run($$"""{"path":"/bin/sh","args":["sh","-c","cat >'{{file}}'; echo $0 $1 \"$A\" >>'{{file}}'; pwd >>'{{file}}'; env >>'{{file}}'","zero","one"],"env":["A=b c"]}""");

        File.ReadAllLines(file).Should().StartWith(["{\"state\":1}zero one b c", _work]).And.Contain("A=b c").And.NotContain(line => line.StartsWith("PATH=/", StringComparison.Ordinal) || line.StartsWith("HOME=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_state_of_any_length_need_not_be_read()
    {
        byte[] state = new byte[4 << 20];

        HookRunner.Run(Config("""{"path":"/bin/true"}"""), HookKind.CreateRuntime, _work, state);
    }

    [Fact]
    public void A_hook_has_a_group_of_its_own_and_default_signals()
    {
        string file = Path.Combine(_work, "seen");

        Run($$"""{"path":"/bin/sh","args":["sh","-c","cut -d' ' -f1,5 /proc/$$/stat >'{{file}}'; grep -E 'Sig(Blk|Ign)' /proc/self/status >>'{{file}}'; ls /proc/$$/fd >>'{{file}}'"]}""");

        string[] lines = File.ReadAllLines(file);
        lines[0].Split(' ').Distinct().Should().ContainSingle(because: "it leads its process group");
        lines[1..3].Should().Equal("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000");
        lines[3..].Should().BeSubsetOf(["0", "1", "2", "10", "255"], because: "only a shell's own copies are open beside the standard streams");
    }

    [Theory]
    [InlineData("exit 3", "exit code 3 after 0.?? s, without any output")]
    [InlineData("echo one; echo two >&2; exit 1", "exit code 1 after 0.?? s, its output ends with 'one two'")]
    [InlineData("kill -9 $$", "killed by signal 9 after 0.?? s, without any output")]
    [InlineData("printf 'a\\033[2Jb'; exit 1", "exit code 1 after 0.?? s, its output ends with 'a [2Jb'")]
    public void A_failure_says_how_the_hook_ended_and_what_it_said(string script, string message)
    {
        Action run = () => Run($$"""{"path":"/bin/sh","args":["sh","-c",{{System.Text.Json.JsonSerializer.Serialize(script)}}]}""");

        run.Should().Throw<ContainerException>().Which.Message
            .Should().Match("config.json:1:*: hooks.createRuntime[0]: error running createRuntime hook #0: '/bin/sh': " + message.Replace("0.??", "*", StringComparison.Ordinal));
    }

    [Fact]
    public void Much_output_is_bounded_and_its_end_is_kept()
    {
        Action run = () => Run("""{"path":"/bin/sh","args":["sh","-c","i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done; echo last words; exit 1"]}""");

        string message = run.Should().Throw<ContainerException>().Which.Message;
        message.Length.Should().BeLessThan(800);
        message.Should().EndWith("0123456789 last words'");
    }

    [Fact]
    public void A_hook_is_killed_at_its_timeout_with_what_it_started()
    {
        string file = Path.Combine(_work, "pid");
        Action run = () => Run($$"""{"path":"/bin/sh","args":["sh","-c","sleep 1000 & echo $! >'{{file}}'; wait"],"timeout":5}""");

        run.Should().Throw<ContainerException>().Which.Message.Should().Match("*: killed at its timeout after ?.?? s, without any output");
        string status = "/proc/" + File.ReadAllText(file).Trim() + "/stat";
        System.Threading.SpinWait.SpinUntil(() => HasEnded(status), TimeSpan.FromSeconds(60)).Should().BeTrue(because: "the group was killed");
    }

    [Fact]
    public void A_daemon_that_a_hook_leaves_behind_is_not_waited_for()
    {
        string file = Path.Combine(_work, "pid");

        Run($$"""{"path":"/bin/sh","args":["sh","-c","sleep 1000 & echo $! >'{{file}}'"]}""");

        System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(file), System.Globalization.CultureInfo.InvariantCulture)).Kill();
    }

    [Theory]
    [InlineData("/no/such/hook", "cannot be executed: no such file or directory")]
    [InlineData("/etc/passwd", "cannot be executed: permission denied")]
    public void A_hook_that_cannot_be_executed_is_named(string path, string message)
    {
        Action run = () => Run($$"""{"path":"{{path}}"}""");

        run.Should().Throw<ContainerException>().Which.Message.Should().EndWith($"error running createRuntime hook #0: '{path}': {message}");
    }

    [Fact]
    public void The_first_failure_stops_the_others_and_poststop_hooks_all_run()
    {
        string file = Path.Combine(_work, "seen");
        string hooks = $$"""{"path":"/bin/sh","args":["sh","-c","echo a >>'{{file}}'"]},{"path":"/bin/false"},{"path":"/bin/sh","args":["sh","-c","echo b >>'{{file}}'"]}""";
        Action run = () => Run(hooks);

        run.Should().Throw<ContainerException>().Which.Message.Should().Contain("hooks.createRuntime[1]: error running createRuntime hook #1: '/bin/false': exit code 1");
        File.ReadAllText(file).Should().Be("a\n");
        System.Collections.Generic.List<string> warnings = [];
        HookRunner.RunAll(Config(hooks), HookKind.CreateRuntime, _work, "{}"u8, warnings.Add);
        warnings.Should().ContainSingle().Which.Should().Contain("#1");
        File.ReadAllText(file).Should().Be("a\na\nb\n");
    }

    [Fact]
    public void Annotations_send_the_output_to_files()
    {
        string output = Path.Combine(_work, "out"), error = Path.Combine(_work, "err");
        ContainerConfig config = Config(
            """{"path":"/bin/sh","args":["sh","-c","echo said; echo complained >&2"]}""",
            $",\"annotations\":{{\"run.oci.hooks.stdout\":\"{output}\",\"run.oci.hooks.stderr\":\"{error}\"}}");

        HookRunner.Run(config, HookKind.CreateRuntime, _work, "{}"u8);
        HookRunner.Run(config, HookKind.CreateRuntime, _work, "{}"u8);

        File.ReadAllText(output).Should().Be("said\nsaid\n");
        File.ReadAllText(error).Should().Be("complained\ncomplained\n");
    }

    [Fact]
    public void The_state_is_what_the_specification_says()
    {
        ContainerConfig config = Config("""{"path":"/bin/true"}""", ",\"annotations\":{\"a\":\"b\"}");
        StateView view = new(config, "c1", "/bundle");

        Encoding.UTF8.GetString(view.ToJson("creating", 12)).Should().Be(
            """{"ociVersion":"1.3.0","id":"c1","status":"creating","pid":12,"bundle":"/bundle","annotations":{"a":"b"}}""");
        Encoding.UTF8.GetString(view.ToJson("stopped", 0)).Should().Be(
            """{"ociVersion":"1.3.0","id":"c1","status":"stopped","bundle":"/bundle","annotations":{"a":"b"}}""");
        StateView.InsidePid(Environment.ProcessId).Should().Be(Environment.ProcessId, because: "this process is in the namespace of who asks");
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    /// <summary>Whether a process is gone, or a zombie that nobody has waited for.</summary>
    private static bool HasEnded(string status)
    {
        try
        {
            return File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private void Run(string hooks) => HookRunner.Run(Config(hooks), HookKind.CreateRuntime, _work, "{\"state\":1}"u8);

    private static ContainerConfig Config(string hooks, string rest = "") => ConfigReader.Read(
        Encoding.UTF8.GetBytes($$"""{"ociVersion":"1.3.0","hooks":{"createRuntime":[{{hooks}}]}{{rest}}}"""), "config.json").Config!;
}
