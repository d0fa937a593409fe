// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Ocirt.Cli.Output;
using Ocirt.Runtime;
using Ocirt.Runtime.Host;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt validate</c>: lists every finding of a configuration.</summary>
internal sealed class ValidateCommand : ICommand<ValidateOptions>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The exit code is 0 when there is no error, with --strict no warning either; the findings on stdout are the
    /// answer, whatever they say.
    /// </remarks>
    public static int Execute(ValidateOptions options, CommandContext context)
    {
        Bundle bundle = Bundle.Open(options.BundleArgument ?? options.Bundle, options.Config, collectsDoubts: true);
        DiagnosticBag bag = bundle.Read.Diagnostics;
        if (options.Host && bundle.Read.Config is { } config)
        {
            HostFiles files = new(string.Empty);
            HostRules.Check(config, bundle.Path, files, HostControllers.Find(files), bag);
        }

        List<Diagnostic> findings = InOrder(bag);
        StandardStreams.Write(options.Format == LogFormat.Json ? ToJson(findings) : ToText(findings, bag.Source.FileName));
        return bag.HasErrors || (options.Strict && findings.Count > 0) ? ExitCodes.Failure : ExitCodes.Success;
    }

    /// <summary>The findings in the order of the file; those of one place as they were made.</summary>
    private static List<Diagnostic> InOrder(DiagnosticBag bag)
    {
        List<(int Offset, int Index)> places = new(bag.Items.Count);
        for (int i = 0; i < bag.Items.Count; i++)
        {
            // What says that there are more findings stands last, wherever the first that is left out is.
            bool isLast = bag.Items[i].Id is DiagnosticId.TooManyFindings or DiagnosticId.TooManyWarnings;
            places.Add((isLast ? int.MaxValue : bag.Items[i].Location.ByteOffset, i));
        }

        places.Sort();
        return places.ConvertAll(place => bag.Items[place.Index]);
    }

    private static string ToText(List<Diagnostic> findings, string fileName)
    {
        StringBuilder text = new();
        int errors = 0;
        foreach (Diagnostic finding in findings)
        {
            errors += finding.Severity == DiagnosticSeverity.Error ? 1 : 0;
            text.Append(finding).Append('\n');
        }

        int warnings = findings.Count - errors;
        return text.Append(fileName).Append(": ")
            .Append(errors).Append(errors == 1 ? " error, " : " errors, ")
            .Append(warnings).Append(warnings == 1 ? " warning\n" : " warnings\n").ToString();
    }

    private static string ToJson(List<Diagnostic> findings)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.OneLine))
        {
            json.WriteStartArray();
            foreach (Diagnostic finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, $"OCI{(int)finding.Id:D4}");
                json.WriteString("severity"u8, finding.Severity == DiagnosticSeverity.Error ? "error"u8 : "warning"u8);
                json.WriteString("path"u8, finding.Location.JsonPath);
                json.WriteNumber("line"u8, finding.Location.Line);
                json.WriteNumber("column"u8, finding.Location.Column);
                json.WriteString("message"u8, finding.Message);
                json.WriteString("hint"u8, finding.Hint);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
