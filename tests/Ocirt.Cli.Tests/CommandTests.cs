// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Runtime;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocirt-cli-").FullName;

    private string ConfigPath => Path.Combine(_folder, "config.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Spec_writes_a_configuration_and_leaves_an_existing_one_alone()
    {
        Execute("spec", "--bundle", _folder).Should().Be(0);
        File.ReadAllText(ConfigPath).Should().StartWith("{\n  \"ociVersion\"");
        File.GetUnixFileMode(ConfigPath).HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead).Should().BeTrue();
        Failure("spec", "-b", _folder).Should().Be($"'{ConfigPath}' exists already; remove it first");
    }

    [Fact]
    public void Spec_does_not_follow_a_link()
    {
        string target = Path.Combine(_folder, "target");
        File.CreateSymbolicLink(ConfigPath, target);
        Failure("spec", "-b", _folder).Should().Be($"'{ConfigPath}' exists already; remove it first");
        File.Exists(target).Should().BeFalse();
    }

    [Theory]
    [InlineData("spec")]
    [InlineData("validate")]
    public void A_missing_bundle_is_named(string command)
    {
        string missing = Path.Combine(_folder, "none");
        Failure(command, "-b", missing).Should().Be($"bundle '{missing}': no such file or directory");
    }

    [Fact]
    public void A_bundle_that_is_a_file_is_named()
    {
        File.WriteAllText(ConfigPath, "{}");
        Failure("validate", ConfigPath).Should().Be($"bundle '{ConfigPath}': not a directory");
    }

    [Fact]
    public void A_missing_configuration_is_named() =>
        Failure("validate", _folder).Should().Be($"bundle '{_folder}': config.json: no such file or directory ('ocirt spec' writes one)");

    [Fact]
    public void A_configuration_that_is_a_directory_is_named()
    {
        Directory.CreateDirectory(ConfigPath);
        Failure("validate", _folder).Should().Be($"bundle '{_folder}': config.json: is a directory");
    }

    [Fact]
    public void A_configuration_without_end_is_told_by_its_size()
    {
        using (FileStream file = File.Create(Path.Combine(_folder, "config.json")))
        {
            file.SetLength(70_000_000);
        }

        Failure("validate", _folder).Should().Be($"bundle '{_folder}': config.json: has 70000000 bytes, more than the 67108864 that are read");
    }

    [Fact]
    public void A_configuration_with_errors_fails()
    {
        File.WriteAllText(ConfigPath, "{");
        Execute("validate", _folder).Should().Be(1);
    }

    [Fact]
    public void A_warning_fails_only_when_it_is_asked_to()
    {
        Execute("spec", "--bundle", _folder).Should().Be(0);
        File.WriteAllText(ConfigPath, File.ReadAllText(ConfigPath).Replace("\"hostname\"", "\"hostnam\"", StringComparison.Ordinal));
        Execute("validate", _folder).Should().Be(0);
        Execute("validate", "--strict", _folder).Should().Be(1);
    }

    [Fact]
    public void What_spec_writes_is_valid()
    {
        Execute("spec", "--bundle", _folder).Should().Be(0);
        Execute("validate", "--strict", _folder).Should().Be(0);
        Execute("validate", _folder).Should().Be(0);
        Execute("validate", "--format", "json", "--bundle", _folder).Should().Be(0);
    }

    [Fact]
    public void Too_many_descriptors_to_preserve_are_refused() =>
        FluentActions.Invoking(() => Execute("run", "--preserve-fds", "1001", "c1")).Should().Throw<CommandException>()
            .WithMessage("option '--preserve-fds' cannot be '1001', it must be at most 1000");

    private static int Execute(params string[] arguments)
    {
        OcirtCommandLine.Parsed parsed = OcirtCommandLine.Parse(arguments);
        parsed.Error.Should().BeNull();
        return OcirtCommandLine.Execute(parsed, new CommandContext(parsed.Globals, new LogSink(FileDescriptor.ForStandardError)));
    }

    private static string Failure(params string[] arguments) =>
        FluentActions.Invoking(() => Execute(arguments)).Should().Throw<ContainerException>().Which.Message;
}
