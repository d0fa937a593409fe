// SPDX-License-Identifier: Apache-2.0

using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>Runs the program and looks at its exit code and at everything it writes.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ocirt-cli-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("run --bundel x c", "run: unknown option '--bundel'; did you mean '--bundle'? see 'ocirt run --help'")]
    [InlineData("run --zzzzzz c", "run: unknown option '--zzzzzz'; see 'ocirt run --help'")]
    [InlineData("--rot /r run c", "unknown option '--rot'; did you mean '--root'? see 'ocirt --help'")]
    [InlineData("run", "run: the CONTAINER-ID is missing; see 'ocirt run --help'")]
    [InlineData("run a b", "run: unexpected argument 'b'; see 'ocirt run --help'")]
    [InlineData("spec x", "spec: unexpected argument 'x'; see 'ocirt spec --help'")]
    [InlineData("run c --bundle", "--bundle: its value DIR is missing; see 'ocirt run --help'")]
    [InlineData("run --keep=maybe c", "--keep: must be true or false, got 'maybe'")]
    [InlineData("run --preserve-fds x c", "--preserve-fds: must be a number from 0 to 1000, got 'x'")]
    [InlineData("run --detach c", "--detach: a detached run is not supported yet")]
    [InlineData("run --console-socket s c", "--console-socket: terminals are not supported yet")]
    [InlineData("spec --rootless", "--rootless: rootless containers are not supported yet")]
    [InlineData("--rootless true spec", "--rootless: rootless containers are not supported yet")]
    [InlineData("--cgroup-manager systemd spec", "--cgroup-manager: must be cgroupfs, got 'systemd'")]
    [InlineData("--log-format xml spec", "--log-format: must be text or json, got 'xml'")]
    [InlineData("--log= frobnicate", "unknown command 'frobnicate'; see 'ocirt --help'")]
    [InlineData("--log /nowhere/log spec", "--log: cannot open '/nowhere/log': no such file or directory")]
    [InlineData("specc", "unknown command 'specc'; did you mean 'spec'?")]
    [InlineData("spec --bundle=", "--bundle: its value DIR is empty; see 'ocirt spec --help'")]
    [InlineData("validate ", "validate: the BUNDLE is empty; see 'ocirt validate --help'")]
    [InlineData("run ", "run: the CONTAINER-ID is empty; see 'ocirt run --help'")]
    [InlineData("frobnicate", "unknown command 'frobnicate'; see 'ocirt --help'")]
    public void A_wrong_command_line_is_one_line_and_exit_code_1(string line, string message)
    {
        (int code, string output, string error) = Run(line);
        error.Should().Be("ocirt: " + message + "\n");
        output.Should().BeEmpty();
        code.Should().Be(1);
    }

    [Fact]
    public void The_version_names_the_specification()
    {
        (int code, string output, string error) = Run("--version");
        output.Should().MatchRegex(new Regex(@"\Aocirt version [0-9.]+\ncommit: ([0-9a-f]{12}|unknown)\nspec: 1\.3\.0\n"));
        error.Should().BeEmpty();
        code.Should().Be(0);
    }

    [Fact]
    public void The_help_of_a_command_is_the_same_both_ways()
    {
        (int code, string output, _) = Run("spec --help");
        output.Should().Be("""
            ocirt spec: write a config.json to start from

            usage: ocirt [GLOBAL-OPTIONS] spec [OPTIONS]

            options:
              -b, --bundle DIR           where it is written (default: the current directory)
                  --rootless             for a user without privilege (not supported yet)
              -h, --help                 print this help

            """);
        code.Should().Be(0);
        Run("help spec").Should().Be((0, output, ""));
    }

    [Fact]
    public void A_specification_that_was_written_is_valid_and_is_not_overwritten()
    {
        Run("spec").Should().Be((0, "", ""));
        Run("validate").Should().Be((0, "config.json: 0 errors, 0 warnings\n", ""));
        Run("spec").Should().Be((1, "", $"ocirt: '{_directory}/config.json' exists already; remove it first\n"));
    }

    [Fact]
    public void A_bundle_without_configuration_is_one_clear_line() =>
        Run("validate").Should().Be((1, "",
            $"ocirt: bundle '{_directory}': config.json: no such file or directory ('ocirt spec' writes one)\n"));

    [Fact]
    public void The_log_holds_the_error_as_a_record_of_json()
    {
        Run("--log log --log-format json frobnicate").Code.Should().Be(1);
        File.ReadAllText(Path.Combine(_directory, "log")).Should().MatchRegex(new Regex(
            @"\A\{""level"":""error"",""msg"":""unknown command .*frobnicate.*"",""time"":""[-0-9T:]+Z""\}\n\z"));
    }

    [Theory]
    [InlineData("--version > /dev/full", 1)]
    [InlineData("--version 2>&-", 0)]
    [InlineData("frobnicate 2>&-", 1)]
    [InlineData("--version >&- 2>&- <&-", 0)]
    public void A_full_or_closed_stream_is_no_crash(string line, int expected) =>
        Start("sh", "-c", $"\"$0\" {line}", Executable).Code.Should().Be(expected);

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "ocirt");

    private (int Code, string Output, string Error) Run(string line) => Start(Executable, line.Split(' '));

    private (int Code, string Output, string Error) Start(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
