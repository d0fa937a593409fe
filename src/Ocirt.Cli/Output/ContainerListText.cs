// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ocirt.Runtime;

namespace Ocirt.Cli.Output;

/// <summary>The output of <c>ocirt list</c>, in the forms that scripts and engines read.</summary>
internal static class ContainerListText
{
    private const int NarrowestColumn = 12;
    private const int Gap = 3;

    /// <summary>The ids, one on each line.</summary>
    internal static ReadOnlySpan<byte> Ids(List<ContainerState> states)
    {
        StringBuilder text = new();
        foreach (ContainerState state in states)
        {
            text.Append(state.Id).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A JSON array on one line; null when there is nothing, which is what callers know.</summary>
    internal static ReadOnlySpan<byte> Json(List<ContainerState> states)
    {
        if (states.Count == 0)
        {
            return "null\n"u8;
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.OneLine))
        {
            json.WriteStartArray();
            foreach (ContainerState state in states)
            {
                state.Write(json);
            }

            json.WriteEndArray();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    /// <summary>Columns with a heading, each as wide as its widest entry and a gap.</summary>
    internal static ReadOnlySpan<byte> Table(List<ContainerState> states)
    {
        List<string[]> rows = [["ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"]];
        foreach (ContainerState state in states)
        {
            rows.Add([state.Id, state.Pid.ToString(CultureInfo.InvariantCulture), state.StatusName, state.Bundle, state.Created, state.Owner]);
        }

        Span<int> widths = stackalloc int[rows[0].Length];
        widths.Fill(NarrowestColumn);
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length + Gap);
            }
        }

        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                text.Append(row[i]).Append(' ', i == row.Length - 1 ? 0 : widths[i] - row[i].Length);
            }

            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
