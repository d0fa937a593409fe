// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using CommandLine;
using FluentAssertions;
using Ocirt.Cli.Commands;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>The generated parser against the parser of the library whose attributes declare the command line.</summary>
public sealed class DifferentialTests
{
    private const int Rounds = 4000;

    [Fact]
    public void Run_is_read_as_the_library_reads_it() => Compare<RunOptions>("run", new Random(17), RunOption, ["c1"]);

    [Fact]
    public void Validate_is_read_as_the_library_reads_it() => Compare<ValidateOptions>("validate", new Random(18), ValidateOption, ["/bundle"]);

    private static void Compare<TOptions>(string command, Random random, Func<Random, string[]> option, string[] arguments)
        where TOptions : class
    {
        using var library = new Parser(static settings =>
        {
            settings.AllowMultiInstance = true;
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.CaseInsensitiveEnumValues = true;
            settings.EnableDashDash = true;
        });
        int failures = 0;
        for (int round = 0; round < Rounds; round++)
        {
            List<string> line = Line(random, option, arguments);
            if (HidesWrongValue(line))
            {
                continue;
            }

            OcirtCommandLine.Parsed parsed = OcirtCommandLine.Parse([command, .. line]);
            ParserResult<TOptions> expected = library.ParseArguments<TOptions>(line);
            string shown = string.Join(' ', line);
            if (expected.Tag == ParserResultType.NotParsed)
            {
                failures++;
                parsed.Error.Should().NotBeNull(because: "the library refuses '{0}'", shown);
                continue;
            }

            parsed.Error.Should().BeNull(because: "the library accepts '{0}'", shown);
            Values(parsed.Options!).Should().Equal(Values(expected.Value), because: "of '{0}'", shown);
        }

        failures.Should().BeInRange(Rounds / 20, Rounds / 2, because: "both outcomes must be met often");
    }

    /// <summary>A wrong value that a later one replaces: the library never looks at it, ocirt refuses it.</summary>
    private static bool HidesWrongValue(List<string> line)
    {
        string name = line.Contains("--format=yaml") ? "--format" : "--preserve-fds";
        return (line.Contains("--format=yaml") || line.Contains("--preserve-fds=many"))
            && line.FindAll(word => word.StartsWith(name, StringComparison.Ordinal)).Count > 1;
    }

    private static List<string> Line(Random random, Func<Random, string[]> option, string[] arguments)
    {
        var line = new List<string>();
        int argumentsLeft = random.Next(12) == 0 ? 0 : arguments.Length;
        int options = random.Next(5);
        for (int i = 0; i < options; i++)
        {
            if (argumentsLeft > 0 && random.Next(4) == 0)
            {
                line.Add(arguments[^argumentsLeft--]);
            }

            line.AddRange(random.Next(25) == 0 ? ["--nonsense"] : option(random));
        }

        if (argumentsLeft > 0 && random.Next(4) == 0)
        {
            line.Add("--");
        }

        while (argumentsLeft > 0)
        {
            line.Add(arguments[^argumentsLeft--]);
        }

        return line;
    }

    private static string[] RunOption(Random random) => random.Next(10) switch
    {
        0 => ["--bundle", Value(random)],
        1 => ["--bundle=" + Value(random)],
        2 => ["-b", Value(random)],
        3 => ["--pid-file", Value(random)],
        4 => ["--trace=" + Value(random)],
        5 => ["--preserve-fds", random.Next(100).ToString()],
        6 => ["--preserve-fds=" + (random.Next(3) == 0 ? "many" : "7")],
        7 => ["--keep"],
        8 => ["--no-pivot"],
        _ => ["--no-new-keyring"],
    };

    private static string[] ValidateOption(Random random) => random.Next(4) switch
    {
        0 => ["--bundle", Value(random)],
        1 => ["-b", Value(random)],
        2 => ["--format", random.Next(2) == 0 ? "json" : "text"],
        _ => ["--format=" + (random.Next(2) == 0 ? "json" : "yaml")],
    };

    private static string Value(Random random) => random.Next(4) switch
    {
        0 => "/run/bundle",
        1 => "relative/dir",
        2 => "with space",
        _ => "ünï=code",
    };

    private static List<string> Values(object options)
    {
        var values = new List<string>();
        foreach (System.Reflection.PropertyInfo property in options.GetType().GetProperties())
        {
            values.Add($"{property.Name}={property.GetValue(options)}");
        }

        return values;
    }
}
