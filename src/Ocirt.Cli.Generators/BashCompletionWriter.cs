// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Ocirt.Cli.Generators;

/// <summary>The completion script for bash: commands, their options, fixed values, and files or directories by the name of the value.</summary>
internal static class BashCompletionWriter
{
    /// <summary>The whole script.</summary>
    public static string Write(CommandLineModel model)
    {
        List<CommandModel> commands = [.. model.Commands.Where(static c => !c.Hidden)];
        string function = "_" + model.Program;
        var script = new StringBuilder();
        script.Append("# bash completion for ").Append(model.Program).Append('\n');
        script.Append(function).Append("()\n{\n");
        script.Append("    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i\n");
        script.Append("    COMPREPLY=()\n");
        script.Append("    for ((i = 1; i < COMP_CWORD; i++)); do\n");
        script.Append("        case ${COMP_WORDS[i]} in\n");
        script.Append("            ").Append(string.Join("|", commands.Select(static c => c.Name).Concat(["help"])))
            .Append(") command=${COMP_WORDS[i]}; break;;\n");
        script.Append("        esac\n    done\n");
        script.Append("    case $previous in\n");
        Values(script, model.Globals, commands);
        script.Append("    esac\n");
        script.Append("    case $command in\n");
        foreach (CommandModel command in commands)
        {
            Words(script, command.Name, Names(command));
        }

        string names = string.Join(" ", commands.Select(static c => c.Name).Concat(["help"]));
        Words(script, "help", names);
        Words(script, "''", names + " " + Names(model.Globals));
        script.Append("    esac\n}\n");
        script.Append("complete -o default -F ").Append(function).Append(' ').Append(model.Program).Append('\n');
        return script.ToString();
    }

    private static void Values(StringBuilder script, CommandModel globals, List<CommandModel> commands)
    {
        var done = new HashSet<string>();
        foreach (OptionModel option in commands.Concat([globals]).SelectMany(HelpWriter.Shown))
        {
            if (option.Kind == OptionKind.Switch || !done.Add(option.LongName))
            {
                continue;
            }

            string pattern = "--" + option.LongName + (option.ShortName.Length > 0 ? "|-" + option.ShortName : "");
            string reply = option.Kind == OptionKind.Choice
                ? $"-W '{HelpWriter.ValueOf(option).Replace('|', ' ')}'"
                : option.MetaName == "DIR" ? "-d" : "-f";
            script.Append("        ").Append(pattern).Append(") COMPREPLY=($(compgen ").Append(reply).Append(" -- \"$word\")); return;;\n");
        }
    }

    private static void Words(StringBuilder script, string command, string words) =>
        script.Append("        ").Append(command).Append(") COMPREPLY=($(compgen -W '").Append(words).Append("' -- \"$word\"));;\n");

    private static string Names(CommandModel command) =>
        string.Join(" ", HelpWriter.Shown(command).Select(static o => "--" + o.LongName));
}
