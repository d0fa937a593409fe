// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ocirt.Cgroups;

namespace Ocirt.Runtime;

/// <summary>
/// Reads and writes state.json. Outside of the object "ocirt" it has the fields, and their meaning, that tools know
/// from the file that runc keeps; what this runtime itself reads is all inside.
/// </summary>
internal static class ContainerRecordJson
{
    private const int Version = 1;

    /// <summary>The namespaces by the names of the file and of /proc/PID/ns.</summary>
    private static readonly (string Type, string File)[] s_namespaces =
    [
        ("NEWIPC", "ipc"), ("NEWNET", "net"), ("NEWNS", "mnt"), ("NEWPID", "pid"), ("NEWUSER", "user"), ("NEWUTS", "uts"), ("NEWCGROUP", "cgroup"), ("NEWTIME", "time"),
    ];

    /// <summary>The file.</summary>
    internal static ReadOnlySpan<byte> Write(ContainerRecord record)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, record.Id);
            json.WriteNumber("init_process_pid"u8, record.Process.Pid);
            json.WriteNumber("init_process_start"u8, record.Process.StartTime);
            json.WriteString("created"u8, record.Created);
            WriteOwn(json, record);
            WriteConfig(json, record);
            json.WriteStartObject("cgroup_paths"u8);
            foreach (CgroupHierarchy hierarchy in record.Cgroups)
            {
                // Controllers that share a hierarchy have a place each there.
                foreach (string controller in hierarchy.Name.Split(','))
                {
                    json.WriteString(controller, hierarchy.Directory);
                }
            }

            json.WriteEndObject();
            json.WriteStartObject("namespace_paths"u8);
            foreach ((string type, string file) in s_namespaces)
            {
                json.WriteString(type, string.Create(CultureInfo.InvariantCulture, $"/proc/{record.Process.Pid}/ns/{file}"));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    /// <summary>Reads the file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="version">The version of the format that it says it has, or 0.</param>
    /// <returns>The record; null when the file was not written by this runtime, or has another version.</returns>
    /// <exception cref="JsonException">The file is broken.</exception>
    internal static ContainerRecord? Read(ReadOnlySpan<byte> file, out int version)
    {
        version = 0;
        Utf8JsonReader json = new(file);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool own = json.ValueTextEquals("ocirt"u8);
            json.Read();
            if (own)
            {
                return ReadOwn(ref json, out version);
            }

            json.Skip();
        }

        return null;
    }

    private static void WriteOwn(Utf8JsonWriter json, ContainerRecord record)
    {
        json.WriteStartObject("ocirt"u8);
        json.WriteNumber("version"u8, Version);
        json.WriteString("id"u8, record.Id);
        json.WriteString("created"u8, record.Created);
        json.WriteString("bundle"u8, record.Bundle);
        json.WriteString("rootfs"u8, record.Rootfs);
        json.WriteNumber("pid"u8, record.Process.Pid);
        json.WriteNumber("startTime"u8, record.Process.StartTime);
        json.WriteNumber("pidfdInode"u8, record.Process.PidfdInode);
        json.WriteString("bootId"u8, record.Host.BootId);
        json.WriteNumber("pidNamespace"u8, record.Host.PidNamespace);
        json.WriteBoolean("ownsPidNamespace"u8, record.OwnsPidNamespace);
        if (record.NoNewKeyring)
        {
            json.WriteBoolean("noNewKeyring"u8, true);
        }

        json.WriteNumber("cgroupLayout"u8, (int)record.CgroupLayout);
        json.WriteStartArray("cgroups"u8);
        foreach (CgroupHierarchy hierarchy in record.Cgroups)
        {
            json.WriteStartArray();
            json.WriteStringValue(hierarchy.Name);
            json.WriteStringValue(hierarchy.MountPoint);
            json.WriteStringValue(hierarchy.Path);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("annotations"u8);
        foreach (KeyValuePair<string, string> annotation in record.Annotations)
        {
            json.WriteString(annotation.Key, annotation.Value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter json, ContainerRecord record)
    {
        json.WriteStartObject("config"u8);
        json.WriteString("rootfs"u8, record.Rootfs);
        json.WriteStartArray("labels"u8);
        foreach (KeyValuePair<string, string> annotation in record.Annotations)
        {
            json.WriteStringValue(annotation.Key + "=" + annotation.Value);
        }

        json.WriteStringValue("bundle=" + record.Bundle);
        json.WriteEndArray();
        json.WriteStartObject("cgroups"u8);
        json.WriteString("path"u8, record.Cgroups.Count == 0 ? string.Empty : record.Cgroups[^1].Path);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ContainerRecord? ReadOwn(ref Utf8JsonReader json, out int version)
    {
        Fields fields = new();
        version = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            ReadField(ref json, name, fields);
            version = fields.Version;
            if (version is not (0 or Version))
            {
                // The fields behind it may mean anything.
                return null;
            }
        }

        return version == Version && fields.Pid > 0 && fields.BootId.Length != 0
            ? fields.ToRecord()
            : throw new JsonException("fields are missing");
    }

    private static void ReadField(ref Utf8JsonReader json, string name, Fields fields)
    {
        switch (name)
        {
            case "version": fields.Version = json.GetInt32(); break;
            case "id": fields.Id = json.GetString()!; break;
            case "created": fields.Created = json.GetString()!; break;
            case "bundle": fields.Bundle = json.GetString()!; break;
            case "rootfs": fields.Rootfs = json.GetString()!; break;
            case "pid": fields.Pid = json.GetInt32(); break;
            case "startTime": fields.StartTime = json.GetUInt64(); break;
            case "pidfdInode": fields.PidfdInode = json.GetUInt64(); break;
            case "bootId": fields.BootId = json.GetString()!; break;
            case "pidNamespace": fields.PidNamespace = json.GetUInt64(); break;
            case "ownsPidNamespace": fields.OwnsPidNamespace = json.GetBoolean(); break;
            case "noNewKeyring": fields.NoNewKeyring = json.GetBoolean(); break;
            case "cgroupLayout": fields.CgroupLayout = json.GetInt32() is int layout and >= 0 and <= (int)CgroupLayout.Hybrid ? (CgroupLayout)layout : throw new FormatException(); break;
            case "cgroups": ReadCgroups(ref json, fields.Cgroups); break;
            case "annotations": ReadAnnotations(ref json, fields.Annotations); break;
            default: json.Skip(); break;
        }
    }

    private static void ReadCgroups(ref Utf8JsonReader json, List<CgroupHierarchy> cgroups)
    {
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            List<string> words = [];
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                words.Add(json.GetString()!);
            }

            cgroups.Add(new CgroupHierarchy(words[0], words[1], words[2], CreatedDepth: 0));
        }
    }

    private static void ReadAnnotations(ref Utf8JsonReader json, List<KeyValuePair<string, string>> annotations)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            annotations.Add(new(name, json.GetString()!));
        }
    }

    private sealed class Fields
    {
        internal int Version, Pid;
        internal ulong StartTime, PidfdInode, PidNamespace;
        internal string Id = "", Created = "", Bundle = "", Rootfs = "", BootId = "";
        internal bool OwnsPidNamespace, NoNewKeyring;
        internal CgroupLayout CgroupLayout;
        internal List<CgroupHierarchy> Cgroups = [];
        internal List<KeyValuePair<string, string>> Annotations = [];

        internal ContainerRecord ToRecord() => new()
        {
            Id = Id,
            Created = Created,
            Bundle = Bundle,
            Rootfs = Rootfs,
            Process = new ProcessIdentity(Pid, StartTime, PidfdInode),
            Host = new HostIdentity(BootId, PidNamespace),
            OwnsPidNamespace = OwnsPidNamespace,
            NoNewKeyring = NoNewKeyring,
            CgroupLayout = CgroupLayout,
            Cgroups = Cgroups,
            Annotations = Annotations,
        };
    }
}
