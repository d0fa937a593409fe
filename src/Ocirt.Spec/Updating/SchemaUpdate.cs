// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text.Json;

namespace Ocirt.Spec.Updating;

/// <summary>A change of what a container is allotted by resctrl; null leaves a value as it is.</summary>
/// <param name="L3CacheSchema">The line for the L3 cache.</param>
/// <param name="MemBwSchema">The line for the memory bandwidth.</param>
public sealed record SchemaUpdate(string? L3CacheSchema, string? MemBwSchema)
{
    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => L3CacheSchema is null && MemBwSchema is null;

    /// <summary>Puts the change into a configuration.</summary>
    /// <param name="config">A config.json without errors that has 'linux.intelRdt'.</param>
    /// <returns>The new config.json.</returns>
    public byte[] ApplyTo(ReadOnlyMemory<byte> config) => ResourceUpdate.Rewrite(config, "intelRdt", Write);

    private void Write(Utf8JsonWriter json, JsonElement? old)
    {
        json.WriteStartObject();
        if (old is { ValueKind: JsonValueKind.Object } element)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                bool isChanged = (property.NameEquals("l3CacheSchema") && L3CacheSchema is not null) || (property.NameEquals("memBwSchema") && MemBwSchema is not null);
                if (!isChanged)
                {
                    property.WriteTo(json);
                }
            }
        }

        if (L3CacheSchema is not null)
        {
            json.WriteString("l3CacheSchema"u8, L3CacheSchema);
        }

        if (MemBwSchema is not null)
        {
            json.WriteString("memBwSchema"u8, MemBwSchema);
        }

        json.WriteEndObject();
    }
}
