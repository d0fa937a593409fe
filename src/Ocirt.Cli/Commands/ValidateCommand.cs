// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Text;
using System.Text.Json;
using Ocirt.Cli.Output;
using Ocirt.Runtime;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt validate</c>: lists every finding of a configuration.</summary>
internal sealed class ValidateCommand : ICommand<ValidateOptions>
{
    /// <inheritdoc/>
    /// <remarks>The exit code is 0 when there is no error; the findings on stdout are the answer, whatever they say.</remarks>
    public static int Execute(ValidateOptions options, CommandContext context)
    {
        DiagnosticBag findings = Bundle.Open(options.BundleArgument ?? options.Bundle).Read.Diagnostics;
        StandardStreams.Write(options.Format == LogFormat.Json ? ToJson(findings) : ToText(findings));
        return findings.HasErrors ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static string ToText(DiagnosticBag findings)
    {
        StringBuilder text = new();
        int errors = 0;
        foreach (Diagnostic finding in findings.Items)
        {
            errors += finding.Severity == DiagnosticSeverity.Error ? 1 : 0;
            text.Append(finding).Append('\n');
        }

        int warnings = findings.Items.Count - errors;
        return text.Append(findings.Source.FileName).Append(": ")
            .Append(errors).Append(errors == 1 ? " error, " : " errors, ")
            .Append(warnings).Append(warnings == 1 ? " warning\n" : " warnings\n").ToString();
    }

    private static string ToJson(DiagnosticBag findings)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.OneLine))
        {
            json.WriteStartArray();
            foreach (Diagnostic finding in findings.Items)
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
