// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Ocirt.Cli.Generators;

/// <summary>The texts that --help prints.</summary>
internal static class HelpWriter
{
    private const int TextColumn = 29;

    /// <summary>The help of the program: its commands and global options.</summary>
    public static string ForProgram(CommandLineModel model)
    {
        var text = new StringBuilder();
        text.Append(model.Program).Append(": ").Append(model.Summary).Append("\n\n");
        text.Append("usage: ").Append(model.Program).Append(" [global options] COMMAND [options] [arguments]\n\n");
        text.Append("commands:\n");
        foreach (CommandModel command in model.Commands.Where(static c => !c.Hidden))
        {
            Row(text, "  " + command.Name, command.Help);
        }

        Row(text, "  help [COMMAND]", "print the help of a command");
        text.Append("\nglobal options:\n");
        Options(text, model.Globals);
        text.Append("\nmore about a command: '").Append(model.Program).Append(" help COMMAND'\n");
        return text.ToString();
    }

    /// <summary>The help of one command.</summary>
    public static string ForCommand(CommandLineModel model, CommandModel command)
    {
        var text = new StringBuilder();
        text.Append(model.Program).Append(' ').Append(command.Name).Append(": ").Append(command.Help).Append("\n\n");
        text.Append("usage: ").Append(model.Program).Append(" [global options] ").Append(Usage(command)).Append("\n\n");
        if (command.Arguments.Count > 0)
        {
            text.Append("arguments:\n");
            foreach (OptionModel argument in command.Arguments)
            {
                Row(text, "  " + argument.MetaName, Described(argument));
            }

            text.Append('\n');
        }

        text.Append("options:\n");
        Options(text, command);
        return text.ToString();
    }

    /// <summary>The command with its arguments, as one line.</summary>
    public static string Usage(CommandModel command)
    {
        var text = new StringBuilder(command.Name).Append(" [options]");
        foreach (OptionModel argument in command.Arguments)
        {
            string name = argument.Kind == OptionKind.List ? argument.MetaName + "..." : argument.MetaName;
            text.Append(' ').Append(argument.Required ? name : "[" + name + "]");
        }

        return text.ToString();
    }

    /// <summary>The options that the help shows, --help with them.</summary>
    public static IEnumerable<OptionModel> Shown(CommandModel command) =>
        command.Options.Where(static o => !o.Hidden && !o.Unsupported).Concat([new OptionModel
        {
            LongName = "help",
            ShortName = "h",
            Help = "print this help",
        }]);

    /// <summary>The word or the choices that stand for the value of an option.</summary>
    public static string ValueOf(OptionModel option) => option.Kind switch
    {
        OptionKind.Switch => "",
        OptionKind.Choice => string.Join("|", option.Choices.Where(static c => !c.Unsupported).Select(static c => c.Text)),
        _ => option.MetaName,
    };

    /// <summary>What the option does, with its default.</summary>
    public static string Described(OptionModel option) =>
        option.DefaultText is null || option.Kind == OptionKind.Switch ? option.Help : $"{option.Help} (default: {option.DefaultText})";

    private static void Options(StringBuilder text, CommandModel command)
    {
        foreach (OptionModel option in Shown(command))
        {
            string names = (option.ShortName.Length > 0 ? "  -" + option.ShortName + ", " : "      ") + "--" + option.LongName;
            string value = ValueOf(option);
            Row(text, value.Length == 0 ? names : names + " " + value, Described(option));
        }
    }

    private static void Row(StringBuilder text, string left, string right)
    {
        text.Append(left);
        if (left.Length >= TextColumn - 1)
        {
            text.Append('\n').Append(' ', TextColumn);
        }
        else
        {
            text.Append(' ', TextColumn - left.Length);
        }

        text.Append(right).Append('\n');
    }
}
