// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;
using Ocirt.Cli.Output;
using Ocirt.Cli.Parsing;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt explain</c>: says more about a finding than the two lines that are printed with it.</summary>
internal sealed class ExplainCommand : ICommand<ExplainOptions>
{
    private const int Width = 80;
    private const string Prefix = "OCI";

    /// <inheritdoc/>
    public static int Execute(ExplainOptions options, CommandContext context)
    {
        StandardStreams.Write(options.Id is null ? ListAll() : Explain(Find(options.Id)));
        return ExitCodes.Success;
    }

    /// <summary>One line for each finding.</summary>
    internal static string ListAll()
    {
        StringBuilder text = new();
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            DiagnosticDescriptor descriptor = DiagnosticDescriptors.For(id);
            text.Append(CultureInfo.InvariantCulture, $"{Prefix}{(int)id}  {NameOf(descriptor.Severity),-7}  {descriptor.PlainMessage}\n");
        }

        return text.ToString();
    }

    /// <summary>Message, hint and explanation of a finding.</summary>
    internal static string Explain(DiagnosticId id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.For(id);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Prefix}{(int)id}, {NameOf(descriptor.Severity)}: {descriptor.PlainMessage}\n");
        text.Append("  hint: ").Append(descriptor.PlainHint).Append("\n\n");
        int column = 0;
        foreach (string word in DiagnosticExplanations.For(id).Split(' '))
        {
            bool fits = column + word.Length < Width;
            text.Append(column == 0 ? "" : fits ? " " : "\n").Append(word);
            column = fits ? column + word.Length + 1 : word.Length;
        }

        return text.Append('\n').ToString();
    }

    private static DiagnosticId Find(string written)
    {
        ReadOnlySpan<char> digits = written.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? written.AsSpan(Prefix.Length) : written;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
            {
                if ((int)id == number)
                {
                    return id;
                }
            }
        }

        throw new CommandException($"{UsageText.Quote(written)} is no finding of this version; 'ocirt explain' lists them");
    }

    private static string NameOf(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error ? "error" : "warning";
}
