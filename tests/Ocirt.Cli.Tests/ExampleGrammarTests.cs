// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Ocirt.Cli.Tests.Grammar;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class ExampleGrammarTests
{
    [Fact]
    public void Options_end_at_the_first_argument_of_a_command_that_takes_a_list()
    {
        ExampleExecOptions options = Exec("exec", "-t", "c1", "ls", "-l", "--env", "x", "--", "--help");
        options.Tty.Should().BeTrue();
        options.Id.Should().Be("c1");
        options.Arguments.Should().Equal("ls", "-l", "--env", "x", "--", "--help");
        options.Env.Should().BeNull();
    }

    [Fact]
    public void An_option_with_a_list_collects()
    {
        ExampleExecOptions options = Exec("exec", "--env", "A=1", "-e=B=2", "-env=C=3", "c1");
        options.Env.Should().Equal("A=1", "B=2", "C=3");
        options.Arguments.Should().BeNull();
    }

    [Fact]
    public void A_double_dash_before_the_arguments_ends_the_options()
    {
        ExampleExecOptions options = Exec("exec", "--", "-c1", "-t");
        options.Id.Should().Be("-c1");
        options.Arguments.Should().Equal("-t");
        options.Tty.Should().BeFalse();
    }

    [Fact]
    public void A_second_argument_may_have_a_default()
    {
        ((ExampleKillOptions)Parse("kill", "--reason", "x", "c1").Options!).Signal.Should().Be("TERM");
        ((ExampleKillOptions)Parse("kill", "--reason", "x", "c1", "9").Options!).Signal.Should().Be("9");
    }

    [Fact]
    public void A_required_option_is_asked_for() =>
        Parse("kill", "c1").Error.Should().Be("option '--reason' is missing; see 'example kill --help'");

    [Fact]
    public void Global_options_may_have_short_names()
    {
        ExampleCommandLine.Parsed parsed = Parse("-r", "/x", "--debug", "exec", "c1");
        parsed.Error.Should().BeNull();
        parsed.Globals.Root.Should().Be("/x");
        parsed.Globals.Debug.Should().BeTrue();
    }

    [Fact]
    public void An_option_after_a_double_dash_and_the_command_is_an_option_again()
    {
        ExampleCommandLine.Parsed parsed = Parse("--", "exec", "-t", "c1");
        parsed.Error.Should().BeNull();
        ((ExampleExecOptions)parsed.Options!).Tty.Should().BeTrue();
    }

    private static ExampleCommandLine.Parsed Parse(params string[] arguments) => ExampleCommandLine.Parse(arguments);

    private static ExampleExecOptions Exec(params string[] arguments)
    {
        ExampleCommandLine.Parsed parsed = Parse(arguments);
        parsed.Error.Should().BeNull();
        return (ExampleExecOptions)parsed.Options!;
    }
}
