// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("run --bundel /b c1", "unknown option '--bundel' (did you mean '--bundle'?); see 'ocirt run --help'")]
    [InlineData("run --pidfile=/p c1", "unknown option '--pidfile' (did you mean '--pid-file'?); see 'ocirt run --help'")]
    [InlineData("run -x c1", "unknown option '-x'; see 'ocirt run --help'")]
    [InlineData("run --completely-different c1", "unknown option '--completely-different'; see 'ocirt run --help'")]
    [InlineData("run --root /r c1", "option '--root' must stand before the command 'run'; see 'ocirt run --help'")]
    [InlineData("run ---keep c1", "unknown option '---keep' (did you mean '--keep'?); see 'ocirt run --help'")]
    [InlineData("run --=x c1", "unknown option '--'; see 'ocirt run --help'")]
    [InlineData("run c1 --bundle", "option '--bundle' needs a value, DIR; see 'ocirt run --help'")]
    [InlineData("run --bundle= c1", "option '--bundle' needs a value, DIR; see 'ocirt run --help'")]
    [InlineData("run --keep=yes c1", "option '--keep' cannot be 'yes', it must be 'true' or 'false'; see 'ocirt run --help'")]
    [InlineData("run --keep= c1", "option '--keep' cannot be '', it must be 'true' or 'false'; see 'ocirt run --help'")]
    [InlineData("run --preserve-fds -1 c1", "option '--preserve-fds' cannot be '-1', it must be a whole number from 0 to 2147483647; see 'ocirt run --help'")]
    [InlineData("run --preserve-fds=0x3 c1", "option '--preserve-fds' cannot be '0x3', it must be a whole number from 0 to 2147483647; see 'ocirt run --help'")]
    [InlineData("run --preserve-fds 99999999999 c1", "option '--preserve-fds' cannot be '99999999999', it must be a whole number from 0 to 2147483647; see 'ocirt run --help'")]
    [InlineData("run", "the argument ID is missing; see 'ocirt run --help'")]
    [InlineData("run --bundle c1", "the argument ID is missing; see 'ocirt run --help'")]
    [InlineData("run c1 c2", "unexpected argument 'c2'; see 'ocirt run --help'")]
    [InlineData("spec x", "unexpected argument 'x'; see 'ocirt spec --help'")]
    [InlineData("plan a b", "unexpected argument 'b'; see 'ocirt plan --help'")]
    [InlineData("rum c1", "unknown command 'rum' (did you mean 'run'?); see 'ocirt --help'")]
    [InlineData("checkpoint --help", "unknown command 'checkpoint': this build does not checkpoint and restore containers; see 'ocirt --help'")]
    [InlineData("restore c1", "unknown command 'restore': this build does not checkpoint and restore containers; see 'ocirt --help'")]
    [InlineData("help validat", "unknown command 'validat' (did you mean 'validate'?); see 'ocirt --help'")]
    [InlineData("help run x", "unexpected argument 'x'; see 'ocirt --help'")]
    [InlineData("--log-format xml run c1", "option '--log-format' cannot be 'xml', it must be one of 'text', 'json'; see 'ocirt --help'")]
    [InlineData("--log-level loud run c1", "option '--log-level' cannot be 'loud', it must be one of 'error', 'warning', 'debug'; see 'ocirt --help'")]
    [InlineData("--log", "option '--log' needs a value, FILE; see 'ocirt --help'")]
    [InlineData("--rot /r run c1", "unknown option '--rot' (did you mean '--root'?); see 'ocirt --help'")]
    [InlineData("--cgroup-manager=upstart run c1", "option '--cgroup-manager' cannot be 'upstart', it must be one of 'cgroupfs', 'systemd', 'disabled'; see 'ocirt --help'")]
    [InlineData("--rootless=yes run c1", "option '--rootless' cannot be 'yes', it must be one of 'auto', 'true', 'false'; see 'ocirt --help'")]
    [InlineData("validate --format xml", "option '--format' cannot be 'xml', it must be one of 'text', 'json'; see 'ocirt validate --help'")]
    public void A_wrong_command_line_is_one_line_that_says_what_to_do(string line, string expected) =>
        OcirtCommandLine.Parse(line.Split(' ')).Error.Should().Be(expected);

    [Fact]
    public void An_empty_id_is_refused() =>
        OcirtCommandLine.Parse(["run", ""]).Error.Should().Be("the argument ID must not be empty; see 'ocirt run --help'");

    [Fact]
    public void An_empty_value_is_refused() =>
        OcirtCommandLine.Parse(["run", "--pid-file", "", "c1"]).Error.Should().Be("option '--pid-file' needs a value, FILE; see 'ocirt run --help'");

    [Fact]
    public void Control_characters_of_an_argument_do_not_break_the_line() =>
        OcirtCommandLine.Parse(["a\nb\u001b[1m"]).Error.Should().Be(@"unknown command 'a\x0ab\x1b[1m'; see 'ocirt --help'");

    [Fact]
    public void A_very_long_argument_is_cut() =>
        OcirtCommandLine.Parse([new string('x', 100_000)]).Error.Should().Be($"unknown command '{new string('x', 200)}...'; see 'ocirt --help'");

    [Fact]
    public void The_global_options_before_an_error_are_kept() =>
        OcirtCommandLine.Parse(["--log", "/l", "--nonsense"]).Globals.Log.Should().Be("/l");
}
