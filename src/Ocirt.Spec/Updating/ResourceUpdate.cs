// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Parsing;

namespace Ocirt.Spec.Updating;

/// <summary>
/// A change of a container's resources, in the form of <c>linux.resources</c> of config.json. What it leaves out, and what
/// it gives as null, empty or, for limits that are nothing at zero, as 0, stays as it is: engines send all fields.
/// </summary>
public sealed class ResourceUpdate : IDisposable
{
    private readonly JsonDocument? _change;
    private readonly List<string> _fields = [];

    private ResourceUpdate(DiagnosticBag findings, JsonDocument? change)
    {
        Findings = findings;
        _change = change;
        if (change is not null)
        {
            ListFields(change.RootElement);
        }
    }

    /// <summary>What is wrong with its text and types. With an error it must not be carried out.</summary>
    public DiagnosticBag Findings { get; }

    /// <summary>What is asked for: <c>memory.limit</c>, <c>unified</c> ... in the order of the text.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Reads a change.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="name">The name of the file, for messages.</param>
    /// <returns>The change.</returns>
    public static ResourceUpdate Read(ReadOnlyMemory<byte> utf8, string name)
    {
        DiagnosticBag findings = ConfigReader.ReadResources(utf8, name);
        return new ResourceUpdate(findings, findings.HasErrors ? null : JsonDocument.Parse(utf8, Options));
    }

    /// <summary>Puts the change into a configuration.</summary>
    /// <param name="config">A config.json without errors.</param>
    /// <param name="withDevices">Whether the device rules are replaced by those of the change, if it has some.</param>
    /// <returns>The new config.json.</returns>
    public byte[] ApplyTo(ReadOnlyMemory<byte> config, bool withDevices) =>
        Rewrite(config, "resources", (json, resources) => WriteResources(json, resources, withDevices));

    /// <summary>Frees what was read.</summary>
    public void Dispose() => _change?.Dispose();

    /// <summary>Copies a config.json; one field of 'linux' is written by someone else, even when it is missing.</summary>
    internal static byte[] Rewrite(ReadOnlyMemory<byte> config, string field, Action<Utf8JsonWriter, JsonElement?> write)
    {
        using JsonDocument old = JsonDocument.Parse(config, Options);
        ArrayBufferWriter<byte> buffer = new(config.Length + 1024);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            WriteWith(json, old.RootElement, "linux", (_, linux) => WriteWith(json, linux, field, write));
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static JsonDocumentOptions Options => new() { MaxDepth = ConfigSource.MaxDepth };

    /// <summary>Copies an object; one field is written by someone else, even when it is missing.</summary>
    private static void WriteWith(Utf8JsonWriter json, JsonElement? old, string field, Action<Utf8JsonWriter, JsonElement?> write)
    {
        json.WriteStartObject();
        JsonElement? inner = null;
        if (old is { ValueKind: JsonValueKind.Object } element)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.NameEquals(field))
                {
                    inner = property.Value;
                }
                else
                {
                    property.WriteTo(json);
                }
            }
        }

        json.WritePropertyName(field);
        write(json, inner);
        json.WriteEndObject();
    }

    private void WriteResources(Utf8JsonWriter json, JsonElement? old, bool withDevices)
    {
        JsonElement change = _change!.RootElement;
        json.WriteStartObject();
        HashSet<string> written = [];
        if (old is { ValueKind: JsonValueKind.Object } element)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                written.Add(property.Name);
                json.WritePropertyName(property.Name);
                if (change.TryGetProperty(property.Name, out JsonElement changed) && changed.ValueKind != JsonValueKind.Null
                    && (withDevices || property.Name != "devices"))
                {
                    WriteSection(json, property.Name, property.Value, changed);
                }
                else
                {
                    property.Value.WriteTo(json);
                }
            }
        }

        foreach (JsonProperty property in change.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null && (withDevices || property.Name != "devices") && written.Add(property.Name))
            {
                json.WritePropertyName(property.Name);
                WriteSection(json, property.Name, null, property.Value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteSection(Utf8JsonWriter json, string section, JsonElement? old, JsonElement change)
    {
        if (change.ValueKind == JsonValueKind.Array)
        {
            if (section == "devices")
            {
                change.WriteTo(json);
                return;
            }

            WriteList(json, section, old, change);
            return;
        }

        json.WriteStartObject();
        HashSet<string> written = [];
        if (old is { ValueKind: JsonValueKind.Object } element)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                written.Add(property.Name);
                if (IsLifted(section, property.Name, change))
                {
                    continue;
                }

                JsonElement value = change.TryGetProperty(property.Name, out JsonElement changed) && IsAskedFor(section, property.Name, changed) ? changed : property.Value;
                json.WritePropertyName(property.Name);
                WriteField(json, property.Name, property.Value, value);
            }
        }

        foreach (JsonProperty property in change.EnumerateObject())
        {
            if (IsAskedFor(section, property.Name, property.Value) && written.Add(property.Name))
            {
                property.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Without a limit of memory one of memory and swap together makes no sense: taking away the one takes away the other.</summary>
    private static bool IsLifted(string section, string name, JsonElement change) =>
        section == "memory" && name == "swap"
        && change.TryGetProperty("limit", out JsonElement limit) && limit.GetRawText() == "-1"
        && !(change.TryGetProperty("swap", out JsonElement swap) && IsAskedFor(section, name, swap));

    private static void WriteField(Utf8JsonWriter json, string name, JsonElement old, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            WriteList(json, name, old, value);
        }
        else
        {
            value.WriteTo(json);
        }
    }

    /// <summary>Writes a list with an entry for each device, page size or interface: changed ones take the place of old ones.</summary>
    private static void WriteList(Utf8JsonWriter json, string name, JsonElement? old, JsonElement change)
    {
        json.WriteStartArray();
        if (old is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement entry in list.EnumerateArray())
            {
                if (!Has(change, entry))
                {
                    entry.WriteTo(json);
                }
            }
        }

        foreach (JsonElement entry in change.EnumerateArray())
        {
            entry.WriteTo(json);
        }

        json.WriteEndArray();

        static bool Has(JsonElement entries, JsonElement sought)
        {
            foreach (JsonElement entry in entries.EnumerateArray())
            {
                if (Same(entry, sought, "major") && Same(entry, sought, "minor") && Same(entry, sought, "pageSize") && Same(entry, sought, "name"))
                {
                    return true;
                }
            }

            return false;
        }

        static bool Same(JsonElement one, JsonElement other, string key) =>
            one.TryGetProperty(key, out JsonElement first)
                ? other.TryGetProperty(key, out JsonElement second) && first.GetRawText() == second.GetRawText()
                : !other.TryGetProperty(key, out _);
    }

    private static bool IsAskedFor(string section, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => section == "unified" || value.GetString()!.Length > 0,
        JsonValueKind.Number => name is "idle" or "burst" or "swappiness" || section is "pids" or "rdma" || value.GetRawText() != "0",
        _ => true,
    };

    private void ListFields(JsonElement change)
    {
        foreach (JsonProperty section in change.EnumerateObject())
        {
            if (section.Name is "memory" or "cpu" or "pids" or "blockIO" or "network" && section.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty field in section.Value.EnumerateObject())
                {
                    if (IsAskedFor(section.Name, field.Name, field.Value))
                    {
                        _fields.Add($"{section.Name}.{field.Name}");
                    }
                }
            }
            else if (section.Value.ValueKind is JsonValueKind.Object ? section.Value.GetRawText().Length > 2 : IsAskedFor("", section.Name, section.Value))
            {
                _fields.Add(section.Name);
            }
        }
    }
}
