// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Cli.Output;
using Ocirt.Runtime.Host;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt doctor</c>: tells what this host can do and which way is taken because of it.</summary>
internal sealed class DoctorCommand : ICommand<DoctorOptions>
{
    /// <inheritdoc/>
    /// <remarks>The exit code is 0 when nothing is missing that every container needs.</remarks>
    public static int Execute(DoctorOptions options, CommandContext context)
    {
        List<HostCheck> checks = HostReport.Make(new HostFiles(string.Empty), context.Store.Root);
        if (options.Format == LogFormat.Json)
        {
            StandardStreams.Write(ToJson(checks));
        }
        else
        {
            StandardStreams.Write(ToText(checks));
        }

        return checks.Exists(static check => check.Status == HostStatus.Missing) ? ExitCodes.Failure : ExitCodes.Success;
    }

    /// <summary>The checks for people, area by area, with what to change below.</summary>
    internal static string ToText(List<HostCheck> checks)
    {
        StringBuilder text = new();
        string area = string.Empty;
        int[] counts = new int[3];
        foreach (HostCheck check in checks)
        {
            if (check.Area != area)
            {
                area = check.Area;
                text.Append(area).Append('\n');
            }

            counts[(int)check.Status]++;
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(check.Status),-8} {check.Name}: {check.Effect}\n");
            if (check.Advice is not null)
            {
                text.Append("           to change it: ").Append(check.Advice).Append('\n');
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"{counts[0]} good, {counts[1]} limited, {counts[2]} missing\n").ToString();
    }

    /// <summary>The checks as an array of objects.</summary>
    internal static byte[] ToJson(List<HostCheck> checks)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.Indented))
        {
            json.WriteStartArray();
            foreach (HostCheck check in checks)
            {
                json.WriteStartObject();
                json.WriteString("area"u8, check.Area);
                json.WriteString("name"u8, check.Name);
                json.WriteString("status"u8, NameOf(check.Status));
                json.WriteString("effect"u8, check.Effect);
                if (check.Advice is not null)
                {
                    json.WriteString("advice"u8, check.Advice);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static string NameOf(HostStatus status) => status switch
    {
        HostStatus.Good => "good",
        HostStatus.Limited => "limited",
        _ => "missing",
    };
}
