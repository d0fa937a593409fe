// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli.Grammar;

/// <summary>
/// The grammar of runc and crun together: <c>--flag value</c>, <c>--flag=value</c>, <c>-flag value</c>, <c>-f value</c>;
/// global options before the command; the options of a command before or behind its argument; <c>--</c> ends options.
/// </summary>
internal static class ArgumentParser
{
    /// <summary>Parses the options of a command from <paramref name="position"/> on.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The whole command line.</param>
    /// <param name="position">Where to begin; behind the last argument that was taken when this returns.</param>
    /// <param name="stopAtPositional">Whether the first argument that is no option ends it.</param>
    /// <exception cref="UsageException">An option is unknown, lacks its value, or has one it does not take, an empty one for most.</exception>
    internal static ParsedArguments Parse(CommandSpec command, string[] arguments, ref int position, bool stopAtPositional)
    {
        ParsedArguments parsed = new();
        bool options = true;
        for (; position < arguments.Length; position++)
        {
            string argument = arguments[position];
            if (options && argument == "--")
            {
                options = false;
            }
            else if (options && argument.Length > 1 && argument[0] == '-')
            {
                TakeOption(command, arguments, ref position, parsed);
            }
            else if (stopAtPositional)
            {
                return parsed;
            }
            else
            {
                parsed.Positionals.Add(argument);
            }
        }

        return parsed;
    }

    /// <summary>Checks the number of arguments of a command that was parsed.</summary>
    /// <exception cref="UsageException">One is missing, or there are too many.</exception>
    internal static void CheckPositionals(CommandSpec command, ParsedArguments parsed)
    {
        int allowed = command.Argument is null ? 0 : 1;
        if (parsed.Positionals.Count > allowed)
        {
            throw new UsageException($"{command.Name}: unexpected argument '{parsed.Positionals[allowed]}'; see 'ocirt {command.Name} --help'");
        }

        if (parsed.Positionals.Contains(string.Empty))
        {
            throw new UsageException($"{command.Name}: the {command.Argument} is empty; see 'ocirt {command.Name} --help'");
        }

        if (command.ArgumentRequired && parsed.Positionals.Count == 0)
        {
            throw new UsageException($"{command.Name}: the {command.Argument} is missing; see 'ocirt {command.Name} --help'");
        }
    }

    private static void TakeOption(CommandSpec command, string[] arguments, ref int position, ParsedArguments parsed)
    {
        string argument = arguments[position];
        ReadOnlySpan<char> body = argument.AsSpan(argument[1] == '-' ? 2 : 1);
        int equals = body.IndexOf('=');
        ReadOnlySpan<char> name = equals < 0 ? body : body[..equals];
        OptionSpec option = Find(command, name) ?? throw Unknown(command, name);
        string? value = equals < 0 ? null : body[(equals + 1)..].ToString();
        if (option.ValueName is null)
        {
            value = (value ?? "true") switch
            {
                "true" or "1" => "true",
                "false" or "0" => "false",
                _ => throw new UsageException($"--{option.Name}: must be true or false, got '{value}'"),
            };
        }
        else if (value is null)
        {
            value = ++position < arguments.Length
                ? arguments[position]
                : throw new UsageException($"--{option.Name}: its value {option.ValueName} is missing; see '{Help(command)}'");
        }

        if (value.Length == 0 && !option.MayBeEmpty)
        {
            throw new UsageException($"--{option.Name}: its value {option.ValueName} is empty; see '{Help(command)}'");
        }

        if (option.Refusal is not null && value != "false")
        {
            throw new UsageException($"--{option.Name}: {option.Refusal}");
        }

        parsed.Set(option.Name, value);
    }

    private static OptionSpec? Find(CommandSpec command, ReadOnlySpan<char> name)
    {
        foreach (OptionSpec option in command.Options)
        {
            if (name.SequenceEqual(option.Name) || (name.Length == 1 && name[0] == option.ShortName))
            {
                return option;
            }
        }

        return null;
    }

    private static UsageException Unknown(CommandSpec command, ReadOnlySpan<char> name)
    {
        string[] names = Array.ConvertAll(command.Options, static option => option.Name);
        string? near = Nearest.Find(name.ToString(), names);
        string where = command.Name.Length == 0 ? string.Empty : command.Name + ": ";
        string hint = near is null ? string.Empty : $"; did you mean '--{near}'?";
        return new UsageException($"{where}unknown option '--{name}'{hint} see '{Help(command)}'".Replace("' see", "'; see", StringComparison.Ordinal));
    }

    private static string Help(CommandSpec command) => command.Name.Length == 0 ? "ocirt --help" : $"ocirt {command.Name} --help";
}
