// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ocirt.Runtime;

/// <summary>The state of a container as it is shown (runtime-spec runtime.md, State).</summary>
public sealed record ContainerState
{
    /// <summary>The container's id.</summary>
    public required string Id { get; init; }

    /// <summary>The pid of the first process; 0 when there is none.</summary>
    public required int Pid { get; init; }

    /// <summary>The status.</summary>
    public required ContainerStatus Status { get; init; }

    /// <summary>The bundle.</summary>
    public required string Bundle { get; init; }

    /// <summary>The root filesystem.</summary>
    public required string Rootfs { get; init; }

    /// <summary>When it was created, RFC 3339.</summary>
    public required string Created { get; init; }

    /// <summary>The name of the user who created it.</summary>
    public required string Owner { get; init; }

    /// <summary>The annotations of the configuration.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; }

    /// <summary>The status as the specification writes it.</summary>
    public string StatusName => NameOf(Status);

    /// <summary>A status as the specification writes it.</summary>
    public static string NameOf(ContainerStatus status) => status switch
    {
        ContainerStatus.Creating => "creating",
        ContainerStatus.Created => "created",
        ContainerStatus.Running => "running",
        ContainerStatus.Paused => "paused",
        _ => "stopped",
    };

    /// <summary>The state as UTF-8 JSON, with line breaks, or on one line as hooks get it.</summary>
    public byte[] ToJson(bool indented)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the state as one JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("ociVersion"u8, ContainerRecord.OciVersion);
        json.WriteString("id"u8, Id);
        json.WriteNumber("pid"u8, Pid);
        json.WriteString("status"u8, StatusName);
        json.WriteString("bundle"u8, Bundle);
        json.WriteString("rootfs"u8, Rootfs);
        json.WriteString("created"u8, Created);
        if (Annotations.Count != 0)
        {
            json.WriteStartObject("annotations"u8);
            foreach (KeyValuePair<string, string> annotation in Annotations)
            {
                json.WriteString(annotation.Key, annotation.Value);
            }

            json.WriteEndObject();
        }

        json.WriteString("owner"u8, Owner);
        json.WriteEndObject();
    }
}
