// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Hooks: their order, namespaces, state and consequences (config.md, POSIX-platform Hooks; runtime.md, Lifecycle).</summary>
public sealed class HookTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    /// <summary>Prints status and pid of the state.</summary>
    private const string ReadState = """sed -E 's/.*"status":"([a-z]*)"(.*"pid":([0-9]+))?.*/\1 \3/'""";

    private static readonly string[] Kinds = ["prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop"];

    private string Name => Path.GetFileName(host.Work);

    [Fact]
    public void All_kinds_run_in_order_with_the_state_as_they_see_it()
    {
        string log = Path.Combine(host.Rootfs, "tmp", "order");
        string bundle = host.Bundle("until [ -e /tmp/started ]; do sleep 0.05; done; echo program >> /tmp/order", config =>
        {
            Prepare(config);
            foreach (string kind in Kinds)
            {
                string file = kind == "startContainer" ? "/tmp/order" : log;
                string after = kind == "poststart" ? $"; touch {host.Rootfs}/tmp/started" : string.Empty;
                config["hooks"]![kind] = new JsonArray(Hook($"echo {kind} one $({ReadState}) >> {file}"), Hook($"cat > /dev/null; echo {kind} two >> {file}{after}"));
            }
        });
        string pidFile = Path.Combine(host.Work, "hooks-pid");

        RunResult result = ContainerFixture.Shell($"{host.RunCommand(bundle, Name + "-order")} --pid-file '{pidFile}'");

        result.Should().Be(new RunResult(0, "", ""));
        string pid = File.ReadAllText(pidFile);
        File.ReadAllLines(log).Select(line => line.TrimEnd()).Should().Equal(
            $"prestart one creating {pid}", "prestart two",
            $"createRuntime one creating {pid}", "createRuntime two",
            "createContainer one creating 1", "createContainer two",
            "startContainer one created 1", "startContainer two",
            $"poststart one running {pid}", "poststart two",
            "program",
            "poststop one stopped", "poststop two");
    }

    [Fact]
    public void Each_kind_runs_in_its_namespaces_and_before_the_root_is_closed()
    {
        string seen = Path.Combine(host.Work, "namespaces");
        RunResult result = host.Run("cat /made", config =>
        {
            Prepare(config);
            config["root"]!["readonly"] = true;
            string look = $"echo $(readlink /proc/self/ns/mnt) $(readlink /proc/self/ns/uts) >> {seen}";
            config["hooks"]!["createRuntime"] = new JsonArray(Hook(look));
            config["hooks"]!["createContainer"] = new JsonArray(Hook($"{look}; echo by a hook > {host.Rootfs}/made; test -d {host.Rootfs}/proc/1 && pwd >> {seen}"));
        });

        result.Line.Should().Be("by a hook", because: result.Error);
        string[] lines = File.ReadAllLines(seen);
        string mine = ContainerFixture.Shell("echo $(readlink /proc/self/ns/mnt) $(readlink /proc/self/ns/uts)").Line;
        lines[0].Should().Be(mine);
        lines[1].Split(' ').Should().NotIntersectWith(mine.Split(' '));
        lines[2].Should().StartWith(host.Work, because: "a hook of the runtime starts in the bundle");
        File.Delete(Path.Combine(host.Rootfs, "made"));
    }

    [Fact]
    public void A_hook_has_its_own_environment_and_the_one_of_start_that_of_the_process()
    {
        string seen = Path.Combine(host.Work, "environment");
        host.Run("true", config =>
        {
            Prepare(config);
            config["process"]!["env"] = new JsonArray("PATH=/bin", "COLOUR=red", "HOME=/");
            config["hooks"]!["createRuntime"] = new JsonArray(Hook($"echo 1 $COLOUR $EXTRA >> {seen}"));
            config["hooks"]!["createContainer"] = new JsonArray(Hook($"echo 2 $COLOUR $EXTRA >> {seen}", env: "EXTRA=more"));
            config["hooks"]!["startContainer"] = new JsonArray(Hook("echo 3 $COLOUR $EXTRA >> /tmp/environment"), Hook("echo 4 $COLOUR $EXTRA >> /tmp/environment", env: "EXTRA=more"));
        }).Code.Should().Be(0);

        File.ReadAllText(seen).Should().Be("1\n2 more\n");
        File.ReadAllText(Path.Combine(host.Rootfs, "tmp/environment")).Should().Be("3 red\n4 more\n");
    }

    [Fact]
    public void A_hook_without_an_environment_has_that_of_the_runtime_and_one_with_an_empty_one_has_none()
    {
        string seen = Path.Combine(host.Work, "inherited");
        string bundle = host.Bundle("true", config =>
        {
            Prepare(config);
            JsonObject bare = Hook($"echo bare $OCIRT_TEST_COLOUR >> {seen}");
            bare["env"] = new JsonArray();
            config["hooks"]!["createRuntime"] = new JsonArray(Hook($"echo created $OCIRT_TEST_COLOUR >> {seen}"), bare);
            config["hooks"]!["poststop"] = new JsonArray(Hook($"echo stopped $OCIRT_TEST_COLOUR >> {seen}"));
        });
        host.RunBundle(bundle, prefix: "OCIRT_TEST_COLOUR=blue").Code.Should().Be(0);
        File.ReadAllText(seen).Should().Be("created blue\nbare\nstopped blue\n");
    }

    [Fact]
    public void Hooks_begin_in_the_bundle_and_those_inside_the_container_in_its_root()
    {
        string seen = Path.Combine(host.Work, "directories");
        string bundle = host.Bundle("true", config =>
        {
            Prepare(config);
            config["hooks"]!["createRuntime"] = new JsonArray(Hook($"pwd >> {seen}"));
            config["hooks"]!["createContainer"] = new JsonArray(Hook($"pwd >> {seen}; test -d ./proc/self && echo mounted >> {seen}"));
            config["hooks"]!["poststop"] = new JsonArray(Hook($"pwd >> {seen}"));
        });
        host.RunBundle(bundle).Code.Should().Be(0);
        File.ReadAllText(seen).Should().Be($"{bundle}\n{host.Rootfs}\nmounted\n{bundle}\n");
    }

    [Theory]
    [InlineData("prestart", "echo no luck >&2; exit 3", "exit code 3 after *, its output ends with 'no luck'")]
    [InlineData("createRuntime", "kill -9 $$", "killed by signal 9 after *, without any output")]
    [InlineData("createContainer", "echo no luck; exit 3", "exit code 3 after *, its output ends with 'no luck'")]
    [InlineData("startContainer", "kill -9 $$", "killed by signal 9 after *, without any output")]
    [InlineData("poststart", "exit 1", "exit code 1 after *, without any output")]
    public void A_hook_that_fails_ends_the_container_and_is_named(string kind, string script, string message)
    {
        string stopped = Path.Combine(host.Work, "stopped-" + kind);
        RunResult result = host.Run("sleep 1000", config =>
        {
            Prepare(config);
            config["hooks"]![kind] = new JsonArray(Hook("true"), Hook(script), Hook($"echo not reached; touch {host.Rootfs}/tmp/reached"));
            config["hooks"]!["poststop"] = new JsonArray(Hook($"{ReadState} > {stopped}"));
        });

        result.Code.Should().Be(1);
        result.LastError.Should().Match($"ocirt: config.json:1:*: hooks.{kind}[1]: error running {kind} hook #1: '/bin/sh': {message}");
        File.Exists(Path.Combine(host.Rootfs, "tmp/reached")).Should().BeFalse();
        File.ReadAllText(stopped).Trim().Should().Be("stopped", because: "the lifecycle goes on with the hooks of delete");
    }

    [Theory]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    [InlineData("startContainer")]
    public void A_hook_is_killed_at_its_timeout(string kind)
    {
        RunResult result = host.Run("true", config =>
        {
            Prepare(config);
            JsonObject hook = Hook("echo waiting; sleep 1000");
            hook["timeout"] = 5;
            config["hooks"]![kind] = new JsonArray(hook);
        });
        result.Code.Should().Be(1);
        result.LastError.Should().Match($"*: hooks.{kind}[0]: error running {kind} hook #0: '/bin/sh': killed at its timeout after *, its output ends with 'waiting'");
    }

    [Theory]
    [InlineData("createRuntime")]
    [InlineData("createContainer")]
    [InlineData("startContainer")]
    public void A_hook_that_is_missing_is_named(string kind)
    {
        RunResult result = host.Run("true", config =>
        {
            Prepare(config);
            config["hooks"]![kind] = new JsonArray(new JsonObject { ["path"] = "/no/such/hook" });
        });
        result.Code.Should().Be(1);
        result.LastError.Should().Match($"*: hooks.{kind}[0]: error running {kind} hook #0: '/no/such/hook': cannot be executed: no such file or directory");
    }

    [Fact]
    public void A_hook_that_fails_at_the_end_is_a_warning()
    {
        string last = Path.Combine(host.Work, "last");
        RunResult result = host.Run("exit 7", config =>
        {
            Prepare(config);
            config["hooks"]!["poststop"] = new JsonArray(Hook("exit 1"), Hook($"touch {last}"));
        });
        result.Code.Should().Be(7);
        result.Error.Should().Contain("hooks.poststop[0]: error running poststop hook #0: '/bin/sh': exit code 1");
        File.Exists(last).Should().BeTrue();
    }

    [Fact]
    public void Annotations_send_the_output_of_all_hooks_to_files()
    {
        string output = Path.Combine(host.Work, "hooks-out");
        host.Run("true", config =>
        {
            Prepare(config);
            config["annotations"] = new JsonObject { ["run.oci.hooks.stdout"] = output };
            foreach (string kind in Kinds)
            {
                config["hooks"]![kind] = new JsonArray(Hook("echo " + kind));
            }
        }).Code.Should().Be(0);
        File.ReadAllLines(output).Should().Equal(Kinds);
    }

    [Fact]
    public void Create_start_and_delete_run_their_hooks_even_after_the_bundle_was_changed()
    {
        string id = host.NewId(), log = Path.Combine(host.Rootfs, "tmp", id);
        string bundle = host.Bundle("exit 0", config =>
        {
            Prepare(config);
            foreach (string kind in Kinds)
            {
                string file = kind == "startContainer" ? "/tmp/" + id : log;
                config["hooks"]![kind] = new JsonArray(Hook($"echo {kind} $({ReadState} | cut -d' ' -f1) >> {file}"));
            }
        });

        host.Start($"create --bundle '{bundle}' {id}").Code.Should().Be(0);
        File.ReadAllLines(log).Should().Equal("prestart creating", "createRuntime creating", "createContainer creating");
        File.Delete(Path.Combine(bundle, "config.json"));
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        File.ReadAllLines(log)[3..].Should().Equal("startContainer created", "poststart running");
        host.WaitFor(id, "stopped");
        host.Command($"delete {id}").Should().Be(new RunResult(0, "", ""));
        File.ReadAllLines(log)[5..].Should().Equal("poststop stopped");
    }

    [Theory]
    [InlineData("startContainer", "echo no luck; exit 4", "exit code 4 after *, its output ends with 'no luck'")]
    [InlineData("startContainer", "kill -11 $$", "killed by signal 11 after *, without any output")]
    [InlineData("poststart", "echo no luck; exit 4", "exit code 4 after *, its output ends with 'no luck'")]
    public void A_hook_that_fails_at_start_stops_the_container_and_takes_it_away(string kind, string script, string message)
    {
        string id = host.NewId();
        string bundle = host.Bundle("sleep 1000", config =>
        {
            Prepare(config);
            config["hooks"]![kind] = new JsonArray(Hook("true"), Hook(script));
            config["hooks"]!["poststop"] = new JsonArray(Hook("exit 9"));
        });
        host.Start($"create --bundle '{bundle}' {id}").Code.Should().Be(0);

        RunResult start = host.Command($"start {id}");

        start.Code.Should().Be(1);
        start.LastError.Should().Match($"ocirt: config.json:1:*: hooks.{kind}[1]: error running {kind} hook #1: '/bin/sh': {message}");
        start.Error.Should().Contain("hooks.poststop[0]: error running poststop hook #0: '/bin/sh': exit code 9");
        host.Command($"state {id}").LastError.Should().Be($"ocirt: container does not exist: '{id}'");
    }

    [Fact]
    public void A_hook_that_fails_at_create_leaves_nothing()
    {
        string id = host.NewId();
        string bundle = host.Bundle("true", config =>
        {
            Prepare(config);
            config["hooks"]!["createContainer"] = new JsonArray(Hook("exit 4"));
        });
        RunResult create = host.Start($"create --bundle '{bundle}' {id}");
        create.Code.Should().Be(1);
        host.Command($"state {id}").LastError.Should().Be($"ocirt: container does not exist: '{id}'");
    }

    private static void Prepare(JsonObject config)
    {
        config["root"]!["readonly"] = false;
        config["hooks"] = new JsonObject();
    }

    private static JsonObject Hook(string script, string? env = null)
    {
        JsonObject hook = new() { ["path"] = "/bin/sh", ["args"] = new JsonArray("sh", "-c", "PATH=/usr/bin:/bin; " + script) };
        if (env is not null)
        {
            hook["env"] = new JsonArray(env);
        }

        return hook;
    }
}
