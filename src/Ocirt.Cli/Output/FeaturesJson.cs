// SPDX-License-Identifier: Apache-2.0

using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using Ocirt.Linux;
using Ocirt.Runtime.Features;

namespace Ocirt.Cli.Output;

/// <summary>What <c>features</c> prints: the features structure of the runtime specification (features.md).</summary>
internal static class FeaturesJson
{
    /// <summary>
    /// Annotations of a configuration that change the host or the way the container is made, by name or, with a dot
    /// at the end, by prefix (docs/annotations.md). An engine must not take them from an image.
    /// </summary>
    private static string[] UnsafeAnnotations =>
        Accepts("--systemd-cgroup", "spec") ? ["org.systemd.property.", "run.oci."] : ["run.oci."];

    /// <summary>The whole text.</summary>
    public static byte[] Compose(RuntimeFeatures features)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.Indented))
        {
            json.WriteStartObject();
            json.WriteString("ociVersionMin"u8, RuntimeFeatures.OldestVersion);
            json.WriteString("ociVersionMax"u8, VersionText.SpecVersion);
            WriteList(json, "hooks", features.Hooks);
            WriteList(json, "mountOptions", features.MountOptions);
            WriteLinux(json, features);
            json.WriteStartObject("annotations"u8);
            json.WriteString("io.github.seccomp.libseccomp.version"u8, SeccompCompiler.LibraryVersion);
            json.WriteString("run.oci.ocirt.commit"u8, BuildFacts.Commit);
            json.WriteString("run.oci.ocirt.version"u8, BuildFacts.Version);
            json.WriteEndObject();
            WriteList(json, "potentiallyUnsafeConfigAnnotations", UnsafeAnnotations);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteLinux(Utf8JsonWriter json, RuntimeFeatures features)
    {
        json.WriteStartObject("linux"u8);
        WriteList(json, "namespaces", features.Namespaces);
        WriteList(json, "capabilities", features.Capabilities);
        json.WriteStartObject("cgroup"u8);
        json.WriteBoolean("v1"u8, true);
        json.WriteBoolean("v2"u8, true);
        json.WriteBoolean("systemd"u8, Accepts("--systemd-cgroup", "spec"));
        json.WriteBoolean("systemdUser"u8, Accepts("--systemd-cgroup", "--rootless", "true", "spec"));
        json.WriteBoolean("rdma"u8, features.Rdma);
        json.WriteEndObject();
        WriteSeccomp(json, features.SeccompFeatures);
        WriteEnabled(json, "apparmor", features.AppArmor);
        WriteEnabled(json, "selinux", features.SELinux);
        json.WriteStartObject("intelRdt"u8);
        json.WriteBoolean("enabled"u8, features.IntelRdt);
        json.WriteBoolean("schemata"u8, features.IntelRdtSchemata);
        json.WriteBoolean("monitoring"u8, features.IntelRdtMonitoring);
        json.WriteEndObject();
        json.WriteStartObject("memoryPolicy"u8);
        WriteList(json, "modes", features.MemoryPolicyModes);
        WriteList(json, "flags", features.MemoryPolicyFlags);
        json.WriteEndObject();
        json.WriteStartObject("mountExtensions"u8);
        WriteEnabled(json, "idmap", features.IdMappedMounts);
        json.WriteEndObject();
        WriteEnabled(json, "netDevices", features.NetDevices);
        json.WriteEndObject();
    }

    private static void WriteSeccomp(Utf8JsonWriter json, SeccompFeatures seccomp)
    {
        json.WriteStartObject("seccomp"u8);
        json.WriteBoolean("enabled"u8, seccomp.Actions.Count > 0);
        WriteList(json, "actions", seccomp.Actions);
        WriteList(json, "operators", seccomp.Operators);
        WriteList(json, "archs", seccomp.Architectures);
        WriteList(json, "knownFlags", seccomp.KnownFlags);
        WriteList(json, "supportedFlags", seccomp.SupportedFlags);
        json.WriteEndObject();
    }

    private static void WriteEnabled(Utf8JsonWriter json, string name, bool enabled)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("enabled"u8, enabled);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Whether the command line takes the options: those that are not carried out are refused.</summary>
    private static bool Accepts(params string[] arguments) => OcirtCommandLine.Parse(arguments).Error is null;
}
