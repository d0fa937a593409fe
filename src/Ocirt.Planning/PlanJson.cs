// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

using Ocirt.Abi.Messages;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>A plan as JSON for programs: what <see cref="PlanText"/> shows, with the places in config.json.</summary>
/// <remarks>
/// An object with 'file', 'bytes' (the length of the binary form), 'steps', and 'uidMap' and 'gidMap' where the runtime
/// writes maps; 'netDevices' has the devices that move and their names inside. A step has 'op' (the operation of docs/launch-plan.md), 'name' (its short name in the text), 'arguments'
/// where it has any, and 'path', 'line' and 'column' where a place in the configuration asked for it.
/// </remarks>
public static class PlanJson
{
    /// <summary>The whole plan, in UTF-8, with a line end.</summary>
    /// <exception cref="FormatException">The bytes are no plan that init would take.</exception>
    public static byte[] Render(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        PlanFault fault = PlanReader.Open(plan.Bytes, out PlanReader reader);
        if (fault != PlanFault.None)
        {
            throw new FormatException($"not a plan: {fault}");
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("file"u8, plan.Sources.FileName);
            json.WriteNumber("bytes"u8, plan.Bytes.Length);
            json.WriteStartArray("steps"u8);
            for (int step = 0; step < reader.StepCount; step++)
            {
                WriteStep(json, reader, step, plan.Sources.Find(step));
            }

            json.WriteEndArray();
            if (plan.Maps is { } maps)
            {
                json.WriteString("uidMap"u8, maps.Uids);
                json.WriteString("gidMap"u8, maps.Gids);
            }

            WriteNetworkDevices(json, plan.NetworkDevices);

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNetworkDevices(Utf8JsonWriter json, NetDeviceConfig[] devices)
    {
        if (devices.Length == 0)
        {
            return;
        }

        json.WriteStartObject("netDevices"u8);
        foreach (NetDeviceConfig device in devices)
        {
            json.WriteString(device.HostName, device.NameInside);
        }

        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, PlanReader reader, int step, SourceLocation? place)
    {
        (string name, string? arguments) = PlanText.Describe(reader, step);
        json.WriteStartObject();
        json.WriteString("op"u8, reader.Op(step).ToString());
        json.WriteString("name"u8, name);
        if (arguments is not null)
        {
            json.WriteString("arguments"u8, arguments);
        }

        if (place is { } known)
        {
            json.WriteString("path"u8, known.JsonPath);
            json.WriteNumber("line"u8, known.Line);
            json.WriteNumber("column"u8, known.Column);
        }

        json.WriteEndObject();
    }
}
