// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Output;
using Ocirt.Runtime;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("run --bundle /b c1")]
    [InlineData("run --bundle=/b c1")]
    [InlineData("run -bundle /b c1")]
    [InlineData("run -bundle=/b c1")]
    [InlineData("run -b /b c1")]
    [InlineData("run -b=/b c1")]
    [InlineData("run c1 -b /b")]
    [InlineData("run c1 --bundle=/b")]
    [InlineData("run --bundle /a --bundle /b c1")]
    [InlineData("run -b /b -- c1")]
    [InlineData("--root /r --debug run -b /b c1")]
    public void Every_way_to_write_an_option_is_read(string line)
    {
        RunOptions options = Run(line);
        options.Bundle.Should().Be("/b");
        options.Id.Should().Be("c1");
    }

    [Theory]
    [InlineData("run --keep c1", true)]
    [InlineData("run -keep c1", true)]
    [InlineData("run --keep=true c1", true)]
    [InlineData("run --keep=1 c1", true)]
    [InlineData("run --keep=false c1", false)]
    [InlineData("run -keep=F c1", false)]
    [InlineData("run --keep --keep=false c1", false)]
    [InlineData("run c1 --keep", true)]
    [InlineData("run c1", false)]
    public void A_flag_takes_a_value_only_after_an_equals_sign(string line, bool expected) => Run(line).Keep.Should().Be(expected);

    [Fact]
    public void Defaults_are_those_of_the_declaration()
    {
        OcirtCommandLine.Parsed parsed = Parse("run c1");
        parsed.Globals.Should().BeEquivalentTo(new
        {
            Root = (string?)null,
            Log = (string?)null,
            LogFormat = LogFormat.Text,
            LogLevel = LogLevel.Warning,
            Debug = false,
            CgroupDriver = CgroupDriver.Cgroupfs,
            SystemdCgroup = false,
            Rootless = RootlessMode.Auto,
            Version = false,
        });
        Run("run c1").Should().BeEquivalentTo(new { Bundle = ".", PidFile = (string?)null, PreserveFds = 0, Trace = (string?)null, NoPivot = false });
    }

    [Fact]
    public void Every_option_of_run_reaches_its_property()
    {
        Run("run --bundle /b --pid-file /p --no-pivot --no-new-keyring --preserve-fds 3 --keep --no-subreaper --trace /t c1").Should().BeEquivalentTo(new
        {
            Bundle = "/b",
            PidFile = "/p",
            NoPivot = true,
            NoNewKeyring = true,
            PreserveFds = 3,
            Keep = true,
            NoSubreaper = true,
            Trace = "/t",
            Id = "c1",
        });
    }

    [Fact]
    public void Every_global_option_reaches_its_property()
    {
        Parse("--root /r --log /l --log-format json --log-level=error --debug --cgroup-manager=cgroupfs --rootless=true --systemd-cgroup=false run c1")
            .Globals.Should().BeEquivalentTo(new
            {
                Root = "/r",
                Log = "/l",
                LogFormat = LogFormat.Json,
                LogLevel = LogLevel.Error,
                Debug = true,
                CgroupDriver = CgroupDriver.Cgroupfs,
                Rootless = RootlessMode.True,
            });
    }

    [Theory]
    [InlineData("validate", ".", null)]
    [InlineData("validate /b", ".", "/b")]
    [InlineData("validate --bundle /b", "/b", null)]
    public void Validate_takes_its_bundle_as_option_or_argument(string line, string bundle, string? argument)
    {
        var options = (ValidateOptions)Parse(line).Options!;
        options.Bundle.Should().Be(bundle);
        options.BundleArgument.Should().Be(argument);
    }

    [Theory]
    [InlineData("--help", "None")]
    [InlineData("-h", "None")]
    [InlineData("help", "None")]
    [InlineData("help help", "None")]
    [InlineData("help --help", "None")]
    [InlineData("help run", "Run")]
    [InlineData("run --help", "Run")]
    [InlineData("run -h", "Run")]
    [InlineData("run c1 --help", "Run")]
    [InlineData("--debug spec -help", "Spec")]
    public void Help_is_asked_for_in_every_usual_way(string line, string topic)
    {
        OcirtCommandLine.Parsed parsed = Parse(line);
        parsed.Error.Should().BeNull();
        parsed.HelpWanted.Should().BeTrue();
        parsed.Command.ToString().Should().Be(topic);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("--debug --version")]
    public void The_version_is_asked_for_without_a_command(string line)
    {
        OcirtCommandLine.Parsed parsed = Parse(line);
        parsed.Error.Should().BeNull();
        parsed.Globals.Version.Should().BeTrue();
        parsed.Command.Should().Be(OcirtCommandLine.Command.None);
    }

    [Theory]
    [InlineData("--log", "")]
    [InlineData("--log=")]
    public void An_empty_log_file_is_no_log_file(params string[] log)
    {
        OcirtCommandLine.Parsed parsed = OcirtCommandLine.Parse([.. log, "run", "c1"]);
        parsed.Error.Should().BeNull();
        parsed.Globals.Log.Should().BeEmpty();
    }

    private static OcirtCommandLine.Parsed Parse(string line) => OcirtCommandLine.Parse(line.Split(' '));

    private static RunOptions Run(string line)
    {
        OcirtCommandLine.Parsed parsed = Parse(line);
        parsed.Error.Should().BeNull();
        return (RunOptions)parsed.Options!;
    }
}
