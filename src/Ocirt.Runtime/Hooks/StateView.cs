// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ocirt.Linux;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Hooks;

/// <summary>The state of a container as hooks and seccomp agents get it (runtime.md, State): one line of JSON.</summary>
/// <param name="Config">The configuration, for its annotations.</param>
/// <param name="Id">The container's id.</param>
/// <param name="Bundle">The bundle's absolute path.</param>
public sealed record StateView(ContainerConfig Config, string Id, string Bundle)
{
    /// <summary>The state as JSON.</summary>
    /// <param name="status">The status: creating, created, running or stopped.</param>
    /// <param name="pid">The first process as the reader sees it; 0 for none.</param>
    public byte[] ToJson(string status, int pid)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion"u8, ContainerRecord.OciVersion);
            json.WriteString("id"u8, Id);
            json.WriteString("status"u8, status);
            if (pid != 0)
            {
                json.WriteNumber("pid"u8, pid);
            }

            json.WriteString("bundle"u8, Bundle);
            json.WriteStartObject("annotations"u8);
            foreach (NamedValue annotation in Config.Annotations)
            {
                json.WriteString(annotation.Name, annotation.Value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The number that a process has in its own pid namespace.</summary>
    /// <param name="pid">The process, as this one sees it; it is not yet waited for.</param>
    /// <returns>The number; <paramref name="pid"/> when the kernel does not tell.</returns>
    public static int InsidePid(int pid)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"), Abi.Linux.Fcntl.O_RDONLY | Abi.Linux.Fcntl.O_CLOEXEC, out _);
        if (file is null)
        {
            return pid;
        }

        // NSpid: one number for each pid namespace, the innermost last.
        foreach (string line in System.Text.Encoding.ASCII.GetString(file.ReadAllBytes(64 * 1024)).Split('\n'))
        {
            if (line.StartsWith("NSpid:", System.StringComparison.Ordinal)
                && int.TryParse(line[(line.LastIndexOf('\t') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int inside))
            {
                return inside;
            }
        }

        return pid;
    }
}
