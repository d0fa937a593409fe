// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using FluentAssertions;
using Ocirt.Cli.Grammar;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>The grammar, a row for each way to write an option.</summary>
public sealed class GrammarTests
{
    [Theory]
    [InlineData("--bundle /b c", "/b")]
    [InlineData("--bundle=/b c", "/b")]
    [InlineData("-bundle /b c", "/b")]
    [InlineData("-bundle=/b c", "/b")]
    [InlineData("-b /b c", "/b")]
    [InlineData("-b=/b c", "/b")]
    [InlineData("c --bundle /b", "/b")]
    [InlineData("--bundle /a c --bundle /b", "/b")]
    [InlineData("--bundle=a=b c", "a=b")]
    [InlineData("--bundle --keep c", "--keep")]
    [InlineData("-- c", null)]
    public void An_option_with_a_value_can_be_written_in_several_ways(string line, string? bundle)
    {
        ParsedArguments parsed = Run(line);
        parsed["bundle"].Should().Be(bundle);
        parsed.Positionals.Should().Equal("c");
    }

    [Theory]
    [InlineData("--keep", true)]
    [InlineData("-keep", true)]
    [InlineData("--keep=true", true)]
    [InlineData("--keep=false", false)]
    [InlineData("--keep --keep=false", false)]
    [InlineData("--keep=false --keep", true)]
    [InlineData("-- --keep", false)]
    public void A_switch_is_on_unless_it_says_false_and_the_last_one_counts(string line, bool on) =>
        Run(line).Has("keep").Should().Be(on);

    [Fact]
    public void Global_options_end_at_the_command()
    {
        int position = 0;
        ParsedArguments parsed = ArgumentParser.Parse(
            CommandTable.Global, ["--root", "/r", "--debug", "run", "--keep"], ref position, stopAtPositional: true);
        position.Should().Be(3);
        parsed["root"].Should().Be("/r");
        parsed.Has("debug").Should().BeTrue();
    }

    private static ParsedArguments Run(string line)
    {
        int position = 0;
        CommandSpec run = CommandTable.Commands.Single(command => command.Name == "run");
        return ArgumentParser.Parse(run, line.Split(' ', StringSplitOptions.None), ref position, stopAtPositional: false);
    }
}
