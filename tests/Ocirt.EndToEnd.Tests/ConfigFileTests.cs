// SPDX-License-Identifier: Apache-2.0

using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>A configuration that is not config.json of the bundle, as crun takes it.</summary>
public sealed class ConfigFileTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void A_configuration_elsewhere_is_used_relative_to_the_working_directory()
    {
        string bundle = host.Bundle("echo other"), other = Path.Combine(host.Work, "other.json");
        File.Move(Path.Combine(bundle, "config.json"), other);
        string command = host.RunCommand(bundle, host.NewId());
        ContainerFixture.Shell($"cd '{host.Work}' && {command.Replace(" run ", " run --config other.json ", System.StringComparison.Ordinal)}")
            .Should().Be(new RunResult(0, "other\n", ""));
        ContainerFixture.Shell($"cd / && {host.RunCommand(bundle, host.NewId()).Replace(" run ", $" run -f {other} ", System.StringComparison.Ordinal)}")
            .Should().Be(new RunResult(0, "other\n", ""));
    }

    [Fact]
    public void Start_and_exec_go_by_the_configuration_of_create()
    {
        string id = host.NewId(), bundle = host.Bundle("sleep 1000", config => config["process"]!["env"]!.AsArray().Add("FROM=other"));
        File.Move(Path.Combine(bundle, "config.json"), Path.Combine(bundle, "other.json"));
        host.Start($"create -b '{bundle}' -f '{bundle}/other.json' {id}").Code.Should().Be(0);
        host.Command($"start {id}").Should().Be(new RunResult(0, "", ""));
        host.Command($"exec {id} sh -c 'echo $FROM'").Should().Be(new RunResult(0, "other\n", ""));
        host.Command($"delete --force {id}").Code.Should().Be(0);
    }

    [Fact]
    public void Findings_have_the_name_of_the_file()
    {
        string bundle = host.Bundle("true", config => config["process"]!["cwd"] = "relative");
        string other = Path.Combine(host.Work, "broken.json");
        File.Move(Path.Combine(bundle, "config.json"), other);
        RunResult validated = host.Command($"validate -f '{other}' '{bundle}'");
        validated.Code.Should().Be(1);
        validated.Output.Should().Contain($"{other}:1:").And.Contain(" error OCI2005: process.cwd: must be an absolute path, got 'relative'");
        RunResult run = host.Command($"run -b '{bundle}' -f '{other}' {host.NewId()}");
        run.Code.Should().Be(1);
        run.LastError.Should().StartWith($"ocirt: bundle '{bundle}': {other} has 1 error, the first is {other}:1:");
        host.Command($"run -b '{bundle}' -f /no/such.json {host.NewId()}")
            .Should().Be(new RunResult(1, "", $"ocirt: bundle '{bundle}': /no/such.json: no such file or directory\n"));
    }

    [Fact]
    public void Spec_writes_to_another_file_and_overwrites_it()
    {
        host.Bundle("true");
        string file = Path.Combine(host.Work, "written.json");
        File.WriteAllText(file, "something longer than nothing");
        host.Command($"spec --file '{file}'").Should().Be(new RunResult(0, "", ""));
        File.ReadAllText(file).Should().StartWith("{").And.EndWith("}\n");
        host.Command($"spec -b '{host.Work}' -f relative.json").Should().Be(new RunResult(0, "", ""));
        File.ReadAllText(Path.Combine(host.Work, "relative.json")).Should().Be(File.ReadAllText(file));
        host.Command($"spec -f /no/such/file").Should().Be(new RunResult(1, "", "ocirt: cannot write '/no/such/file': no such file or directory\n"));
    }
}
