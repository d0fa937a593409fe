// SPDX-License-Identifier: Apache-2.0

using System.Text;
using Ocirt.Cli.Grammar;

namespace Ocirt.Cli.Output;

/// <summary>Makes the help from the declarations of the command line.</summary>
internal static class HelpText
{
    /// <summary>The help of the whole program.</summary>
    internal static string Program()
    {
        StringBuilder text = new("ocirt: run OCI containers\n\nusage: ocirt [OPTIONS] COMMAND [ARGUMENTS]\n\ncommands:\n");
        foreach (CommandSpec command in CommandTable.Commands)
        {
            text.Append("  ").Append(command.Name.PadRight(12)).Append(command.Summary).Append('\n');
        }

        text.Append("\noptions:\n");
        AppendOptions(text, CommandTable.Global.Options);
        return text.Append("\n'ocirt COMMAND --help' tells about one command\n").ToString();
    }

    /// <summary>The help of one command.</summary>
    internal static string Command(CommandSpec command)
    {
        StringBuilder text = new();
        text.Append("ocirt ").Append(command.Name).Append(": ").Append(command.Summary);
        text.Append("\n\nusage: ocirt [GLOBAL-OPTIONS] ").Append(command.Name).Append(" [OPTIONS]");
        if (command.Argument is not null)
        {
            text.Append(command.ArgumentRequired ? " " : " [").Append(command.Argument).Append(command.ArgumentRequired ? "" : "]");
        }

        text.Append("\n\noptions:\n");
        AppendOptions(text, command.Options);
        return text.ToString();
    }

    private static void AppendOptions(StringBuilder text, OptionSpec[] options)
    {
        foreach (OptionSpec option in options)
        {
            string left = (option.ShortName == '\0' ? "    " : $"-{option.ShortName}, ") + "--" + option.Name
                + (option.ValueName is null ? string.Empty : " " + option.ValueName);
            text.Append("  ").Append(left.PadRight(26)).Append(' ').Append(option.Help).Append('\n');
        }
    }
}
