// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using System.Text;

namespace Ocirt.Cli.Generators;

/// <summary>The manual page, in the man(7) macros.</summary>
internal static class ManPageWriter
{
    /// <summary>The whole page, section 8.</summary>
    public static string Write(CommandLineModel model)
    {
        var page = new StringBuilder();
        page.Append(".TH ").Append(model.Program.ToUpperInvariant()).Append(" 8\n.SH NAME\n");
        page.Append(model.Program).Append(" \\- ").Append(Escape(model.Summary)).Append('\n');
        page.Append(".SH SYNOPSIS\n.B ").Append(model.Program).Append("\n[global options] COMMAND [options] [arguments]\n");
        page.Append(".SH GLOBAL OPTIONS\n");
        Options(page, model.Globals);
        page.Append(".SH COMMANDS\n");
        foreach (CommandModel command in model.Commands.Where(static c => !c.Hidden))
        {
            page.Append(".SS ").Append(Escape(HelpWriter.Usage(command))).Append('\n');
            page.Append(Escape(command.Help)).Append('\n');
            foreach (OptionModel argument in command.Arguments)
            {
                Entry(page, "\\fI" + Escape(argument.MetaName) + "\\fR", HelpWriter.Described(argument));
            }

            Options(page, command);
        }

        return page.ToString();
    }

    private static void Options(StringBuilder page, CommandModel command)
    {
        foreach (OptionModel option in HelpWriter.Shown(command))
        {
            string names = "\\fB" + (option.ShortName.Length > 0 ? "\\-" + option.ShortName + "\\fR, \\fB" : "")
                + Escape("--" + option.LongName) + "\\fR";
            string value = HelpWriter.ValueOf(option);
            Entry(page, value.Length == 0 ? names : names + " \\fI" + Escape(value) + "\\fR", HelpWriter.Described(option));
        }
    }

    private static void Entry(StringBuilder page, string head, string text) =>
        page.Append(".TP\n").Append(head).Append('\n').Append(Escape(text)).Append('\n');

    private static string Escape(string text)
    {
        string escaped = text.Replace("\\", "\\e").Replace("-", "\\-");
        return escaped.StartsWith(".", System.StringComparison.Ordinal) || escaped.StartsWith("'", System.StringComparison.Ordinal)
            ? "\\&" + escaped
            : escaped;
    }
}
