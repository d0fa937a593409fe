// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Labels of SELinux, read back from the kernel. `make test-vm-selinux` starts a host that has it, in permissive mode.</summary>
public sealed class SelinuxTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string ProcessLabel = "system_u:system_r:initrc_t:s0:c1,c2";
    private const string FileLabel = "system_u:object_r:var_lib_t:s0:c1,c2";

    [Fact]
    public void The_program_and_what_is_executed_beside_it_have_the_label()
    {
        using RunningContainer container = Start();

        ContainerFixture.Shell($"tr -d '\\0' < /proc/{container.Pid}/attr/current").Line.Should().Be(ProcessLabel);
        container.Exec("cat /proc/self/attr/current").Output.TrimEnd('\0', '\n').Should().Be(ProcessLabel);
        container.Exec("cat /proc/self/attr/current", $"--process-label {ProcessLabel},c7").Output.TrimEnd('\0', '\n').Should().Be(ProcessLabel + ",c7");
    }

    [Theory]
    [InlineData("/dev")]
    [InlineData("/dev/pts")]
    [InlineData("/dev/shm")]
    [InlineData("/scratch")]
    public void What_is_mounted_has_the_label_of_mounts(string path)
    {
        using RunningContainer container = Start();
        ContainerFixture.Shell($"getfattr --absolute-names --only-values -n security.selinux /proc/{container.Pid}/root{path} | tr -d '\\0'").Should().Be(new RunResult(0, FileLabel, ""));
    }

    [Fact]
    public void What_the_program_makes_on_a_labelled_mount_has_the_label_too()
    {
        using RunningContainer container = Start();
        container.Exec("touch /scratch/new").Code.Should().Be(0);
        ContainerFixture.Shell($"getfattr --absolute-names --only-values -n security.selinux /proc/{container.Pid}/root/scratch/new | tr -d '\\0'").Line.Should().Be(FileLabel);
    }

    [Fact]
    public void The_kind_of_context_is_that_of_the_annotation()
    {
        using RunningContainer container = Start(config => config["annotations"] = new JsonObject { ["run.oci.mount_context_type"] = "rootcontext" });
        File.ReadAllText($"/proc/{container.Pid}/mounts").Should().Contain($"tmpfs /scratch tmpfs rw,rootcontext=\"{FileLabel}\",");
    }

    [Fact]
    public void The_session_keyring_has_the_label_of_the_program()
    {
        Need();
        Assert.SkipUnless(File.Exists("/usr/bin/keyctl"), "this host has no keyctl");
        RunResult result = host.Run("/usr/bin/keyctl security @s", config =>
        {
            Label(config);
            foreach (string directory in (string[])["/usr", "/lib", "/lib64"])
            {
                config["mounts"]!.AsArray().Add(JsonNode.Parse($$"""{"destination": "{{directory}}", "type": "bind", "source": "{{directory}}", "options": ["rbind", "ro"]}"""));
            }
        });
        result.Line.TrimEnd('\0').Should().Be(ProcessLabel, because: result.Error);
    }

    [Theory]
    [InlineData("process", "selinuxLabel", "system_u:system_r:no_such_t:s0",
        "process.selinuxLabel: cannot set the SELinux label 'system_u:system_r:no_such_t:s0', which the policy of this host does not know: write: EINVAL: invalid argument")]
    [InlineData("linux", "mountLabel", "system_u:object_r:no_such_t:s0",
        "mounts[1]: cannot mount tmpfs at '/dev': fsconfig: EINVAL: the label of linux.mountLabel, 'system_u:object_r:no_such_t:s0', is not known to the policy of this host, or this file system takes none")]
    public void A_label_that_the_policy_does_not_know_is_an_error_that_says_so(string section, string field, string label, string message)
    {
        Need();
        RunResult result = host.Run("true", config => config[section]![field] = label);
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith(message);
    }

    [Fact]
    public void A_profile_of_AppArmor_is_refused()
    {
        Need();
        host.Run("true", config => config["process"]!["apparmorProfile"] = "docker-default").LastError.Should().EndWith(
            "process.apparmorProfile: the profile 'docker-default' cannot be applied, AppArmor is not in force on this host");
    }

    private RunningContainer Start(System.Action<JsonObject>? edit = null)
    {
        Need();
        return RunningContainer.Start(host, config =>
        {
            Label(config);
            edit?.Invoke(config);
        });
    }

    private static void Label(JsonObject config)
    {
        config["process"]!["selinuxLabel"] = ProcessLabel;
        config["linux"]!["mountLabel"] = FileLabel;
        config["mounts"]!.AsArray().Add(JsonNode.Parse("""{"destination": "/scratch", "type": "tmpfs", "source": "tmpfs"}"""));
    }

    private static void Need() => Assert.SkipUnless(File.Exists("/sys/fs/selinux/enforce"), "this host has no SELinux");
}
