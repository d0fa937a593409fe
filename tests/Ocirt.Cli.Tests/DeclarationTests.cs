// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using CommandLine;
using FluentAssertions;
using Ocirt.Cli.Grammar;
using Ocirt.Cli.Tests.Declarations;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>Holds the table of the command line against the attributes, and the parser against CommandLineParser.</summary>
public sealed class DeclarationTests
{
    private static readonly Type[] s_commands = [typeof(RunOptions), typeof(SpecOptions), typeof(ValidateOptions), typeof(PlanOptions)];

    [Fact]
    public void The_table_declares_the_options_of_the_attributes()
    {
        CommandTable.Commands.Select(command => command.Name).Should().Equal(s_commands.Select(VerbOf));
        Describe(CommandTable.Global).Should().Equal(Describe(typeof(GlobalOptions)));
        foreach (Type type in s_commands)
        {
            CommandSpec command = CommandTable.Commands.Single(candidate => candidate.Name == VerbOf(type));
            Describe(command).Should().Equal(Describe(type), because: command.Name);
            ValueAttribute? value = type.GetProperties().Select(p => p.GetCustomAttribute<ValueAttribute>()).SingleOrDefault(v => v is not null);
            (command.Argument is not null).Should().Be(value is not null, because: command.Name);
            command.ArgumentRequired.Should().Be(value?.Required ?? false, because: command.Name);
        }
    }

    [Fact]
    public void Random_command_lines_are_read_as_CommandLineParser_reads_them()
    {
        var random = new Random(20261124);
        using var oracle = new Parser(settings =>
        {
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.EnableDashDash = true;
            settings.HelpWriter = null;
        });
        CommandSpec run = CommandTable.Commands[0];
        OptionSpec[] usable = [.. run.Options.Where(option => option.Refusal is null)];
        for (int round = 0; round < 2000; round++)
        {
            string[] line = RandomLine(random, usable);
            RunOptions? expected = null;
            oracle.ParseArguments<RunOptions>(line).WithParsed(options => expected = options);
            expected.Should().NotBeNull(because: string.Join(' ', line));
            int position = 0;
            ParsedArguments actual = ArgumentParser.Parse(run, line, ref position, stopAtPositional: false);
            foreach (PropertyInfo property in typeof(RunOptions).GetProperties())
            {
                OptionAttribute? option = property.GetCustomAttribute<OptionAttribute>();
                object? seen = option is null ? actual.Positionals.Single()
                    : property.PropertyType == typeof(bool) ? actual.Has(option.LongName) : actual[option.LongName];
                seen.Should().Be(property.GetValue(expected), because: property.Name + " of " + string.Join(' ', line));
            }
        }
    }

    private static string[] RandomLine(Random random, OptionSpec[] options)
    {
        List<string[]> groups = [];
        foreach (OptionSpec option in options.Where(_ => random.Next(3) == 0))
        {
            string value = "v" + random.Next(1000) + (random.Next(4) == 0 ? "=x y" : "");
            bool letter = option.ShortName != '\0' && random.Next(2) == 0;
            string name = letter ? "-" + option.ShortName : "--" + option.Name;
            groups.Add(option.ValueName is null ? [name]
                : letter || random.Next(2) == 0 ? [name, value] : [name + "=" + value]);
        }

        if (random.Next(4) == 0)
        {
            return [.. groups.SelectMany(group => group), "--", random.Next(2) == 0 ? "--keep" : "c1"];
        }

        groups.Insert(random.Next(groups.Count + 1), ["c" + random.Next(100)]);
        return [.. groups.SelectMany(group => group)];
    }

    private static string VerbOf(Type type) => type.GetCustomAttribute<VerbAttribute>()!.Name;

    private static IEnumerable<string> Describe(CommandSpec command) =>
        command.Options.Select(option => $"{option.ShortName.ToString().Trim('\0')} {option.Name} {option.ValueName is null}");

    private static IEnumerable<string> Describe(Type type) =>
        from property in type.GetProperties()
        let option = property.GetCustomAttribute<OptionAttribute>()
        where option is not null
        select $"{option.ShortName} {option.LongName} {property.PropertyType == typeof(bool)}";
}
