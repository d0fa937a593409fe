// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

public sealed class ErrorTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Theory]
    [InlineData("nosuch", "process.args[0]: exec: 'nosuch': executable file not found in $PATH")]
    [InlineData("/nosuch", "process.args[0]: exec: '/nosuch': no such file or directory")]
    [InlineData("/etc/passwd", "process.args[0]: exec: '/etc/passwd': permission denied")]
    [InlineData("/bin", "process.args[0]: exec: '/bin': is a directory")]
    public void A_program_that_cannot_be_executed_is_named(string program, string message)
    {
        RunResult result = host.Run("true", config => config["process"]!["args"] = new JsonArray(program));
        result.Code.Should().Be(1);
        result.LastError.Should().StartWith("ocirt: config.json:1:").And.EndWith(message);
    }

    [Fact]
    public void A_missing_bundle_config_or_rootfs_is_named()
    {
        host.Bundle("true");
        host.RunBundle("/no/such/bundle").LastError.Should().Be("ocirt: bundle '/no/such/bundle': no such file or directory");
        host.RunBundle(host.Rootfs).LastError.Should().Be($"ocirt: bundle '{host.Rootfs}': config.json: no such file or directory ('ocirt spec' writes one)");
        RunResult result = host.Run("true", config => config["root"]!["path"] = "elsewhere");
        result.Code.Should().Be(1);
        result.LastError.Should().MatchRegex(@"^ocirt: config\.json:1:\d+: root\.path: rootfs '.*/elsewhere': no such file or directory$");
    }

    [Fact]
    public void A_config_that_is_no_file_is_refused_at_once()
    {
        string bundle = host.Bundle("true");
        File.Delete(Path.Combine(bundle, "config.json"));
        ContainerFixture.Shell($"mkfifo '{bundle}/config.json'").Code.Should().Be(0);
        host.RunBundle(bundle).LastError.Should().Be($"ocirt: bundle '{bundle}': config.json: is not a regular file");
    }

    [Fact]
    public void Files_that_cannot_be_written_are_named_and_nothing_is_left()
    {
        string bundle = host.Bundle("true");
        ContainerFixture.Shell($"{host.RunCommand(bundle, "pidless")} --pid-file /no/such/pid").LastError
            .Should().Be("ocirt: cannot write the pid file '/no/such/pid': no such file or directory");
        ContainerFixture.Shell($"{host.RunCommand(bundle, "traceless")} --trace /no/such/trace").LastError
            .Should().Be("ocirt: cannot write the trace '/no/such/trace': no such file or directory");
    }

    [Fact]
    public void Too_few_descriptors_and_a_missing_proc_are_told_with_what_to_mend()
    {
        string bundle = host.Bundle("true");
        RunResult few = ContainerFixture.Shell($"ulimit -Sn 9; {host.RunCommand(bundle, "few")}");
        few.Code.Should().Be(1);
        few.LastError.Should().StartWith("ocirt: ").And.EndWith("EMFILE: too many open files: raise the limit with 'ulimit -n'");
        RunResult without = ContainerFixture.Shell($"unshare -m bash -c \"umount -l /proc; {host.RunCommand(bundle, "procless")}\"");
        without.Code.Should().Be(1);
        without.LastError.Should().StartWith("ocirt: open(\"/proc/").And.EndWith("ENOENT: no such file or directory: is /proc mounted?");
    }

    [Fact]
    public void A_config_of_ten_megabytes_runs()
    {
        RunResult result = host.Run("exit 3", config =>
        {
            JsonObject annotations = [];
            for (int i = 0; i < 100_000; i++)
            {
                annotations["k" + i] = new string('x', 100);
            }

            config["annotations"] = annotations;
        });
        result.Code.Should().Be(3, because: result.Error);
    }

    [Fact]
    public void Broken_json_is_located()
    {
        string bundle = host.Bundle("true");
        File.WriteAllText(Path.Combine(bundle, "config.json"), "{\n  \"ociVersion\": \"1.3.0\",\n  oops\n}");
        RunResult result = host.RunBundle(bundle);
        result.Code.Should().Be(1);
        result.LastError.Should().Contain("config.json:3:3: error OCI1");
    }

    [Fact]
    public void A_wrong_mount_source_is_named_with_its_index_source_and_target()
    {
        RunResult result = host.Run("true", config => config["mounts"]!.AsArray().Add(JsonNode.Parse("""{"destination":"/data","type":"bind","source":"/no/such","options":["bind"]}""")));
        result.Code.Should().Be(1);
        result.LastError.Should().MatchRegex(@"^ocirt: config\.json:1:\d+: mounts\[7\](\.source)?: cannot bind '/no/such' to '/data': open_tree: ENOENT: source: no such file or directory \('/no' is missing\)$");
    }

    [Fact]
    public void An_id_in_use_and_a_bad_id_are_refused()
    {
        string bundle = host.Bundle("true");
        Directory.CreateDirectory(Path.Combine(host.StateRoot, "taken"));
        host.RunBundle(bundle, "taken").LastError.Should().Be($"ocirt: container with given ID already exists: 'taken' (below the state root '{host.StateRoot}')");
        Directory.Delete(Path.Combine(host.StateRoot, "taken"));
        host.RunBundle(bundle, "a/b").LastError.Should().StartWith("ocirt: the container id 'a/b' has the character '/'");
    }

    [Fact]
    public void Closed_streams_and_few_descriptors_do_not_break_a_run()
    {
        string bundle = host.Bundle("exit 7");
        ContainerFixture.Shell($"{host.RunCommand(bundle, "closed")} <&- >&- 2>&-").Code.Should().Be(7);
        ContainerFixture.Shell($"ulimit -Sn 64; {host.RunCommand(bundle, "few")}").Should().Be(new RunResult(7, "", ""));
    }

    /// <summary>What an administrator sets for programs of .NET is not meant for this one.</summary>
    [Fact]
    public void Settings_of_dotnet_in_the_environment_change_nothing()
    {
        string bundle = host.Bundle("exit 7");
        ContainerFixture.Shell($"export DOTNET_GCHeapHardLimit=10 DOTNET_GCgen0size=1 DOTNET_gcServer=1; {host.RunCommand(bundle, "settings")}")
            .Should().Be(new RunResult(7, "", ""));
    }

    /// <summary>Wherever the limit strikes: what needs a descriptor to be taken back gets one.</summary>
    [Fact]
    public void Too_few_descriptors_leave_nothing_behind()
    {
        string bundle = host.Bundle("exit 7");
        int limit = 3;
        for (int code = 1; code == 1; limit++)
        {
            RunResult result = ContainerFixture.Shell($"ulimit -Sn {limit}; {host.RunCommand(bundle, $"few-{limit}")}");
            code = result.Code;
            if (code == 1)
            {
                result.LastError.Should().StartWith("ocirt: ").And.Contain("too many open files").And.NotContain("taken back");
                Directory.Exists(Path.Combine(host.StateRoot, $"few-{limit}")).Should().BeFalse(because: $"limit {limit}: {result.LastError}");
            }
        }

        limit.Should().BeGreaterThan(10);
    }

    [Fact]
    public void Without_privilege_one_line_says_what_is_missing()
    {
        string bundle = host.Bundle("true");
        RunResult result = ContainerFixture.Shell($"setpriv --reuid 65534 --regid 65534 --clear-groups {host.RunCommand(bundle, "nobody").Replace(host.StateRoot, "/tmp/ocirt-nobody", System.StringComparison.Ordinal)}; code=$?; rm -rf /tmp/ocirt-nobody; exit $code");
        result.Code.Should().NotBe(0);
        result.Error.Trim('\n').Split('\n').Should().ContainSingle();
    }
}
