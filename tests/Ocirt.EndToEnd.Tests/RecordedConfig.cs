// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Ocirt.Spec.Model;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Fits a recorded configuration to this host, and holds the probe's report against it.</summary>
internal static class RecordedConfig
{
    /// <summary>Gives it a rootfs, the probe, sources that exist, and no more than this host itself may do.</summary>
    /// <returns>What keeps joined namespaces alive; null when there are none beside the host's.</returns>
    internal static NamespaceHolder? Adapt(JsonObject config, string bundle, string rootfs)
    {
        config["root"]!["path"] = rootfs;
        JsonObject process = config["process"]!.AsObject();
        process["args"] = new JsonArray("/bin/probe");
        int number = 0;
        foreach (JsonObject mount in config["mounts"]?.AsArray().Select(node => node!.AsObject()) ?? [])
        {
            if (IsBind(mount) && !Path.Exists((string)mount["source"]!))
            {
                mount["source"] = Source(Path.Combine(bundle, "source" + ++number), (string)mount["destination"]!);
            }
        }

        NamespaceHolder? pod = AdaptNamespaces(config["linux"]!.AsObject(), bundle, config["root"]!.AsObject());

        foreach ((string _, JsonNode? hooks) in config["hooks"]?.AsObject() ?? [])
        {
            foreach (JsonObject hook in hooks!.AsArray().Select(node => node!.AsObject()))
            {
                hook["path"] = File.Exists((string)hook["path"]!) ? (string)hook["path"]! : "/bin/true";
            }
        }

        foreach (JsonObject limit in process["rlimits"]?.AsArray().Select(node => node!.AsObject()) ?? [])
        {
            ulong most = HardLimit((string)limit["type"]!);
            limit["hard"] = Math.Min((ulong)limit["hard"]!, most);
            limit["soft"] = Math.Min((ulong)limit["soft"]!, most);
        }

        ulong possible = ulong.Parse(HostStatus("CapBnd"), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        foreach ((string _, JsonNode? set) in process["capabilities"]?.AsObject() ?? [])
        {
            set!.AsArray().RemoveAll(name => CapabilityNames.Parse((string)name!) is not { } bit || (possible >> bit & 1) == 0);
        }

        return pod;
    }

    /// <summary>Gives a container with a user namespace a rootfs of its ids, devices that exist, and a pod to join.</summary>
    private static NamespaceHolder? AdaptNamespaces(JsonObject linux, string bundle, JsonObject root)
    {
        JsonObject[] namespaces = [.. linux["namespaces"]?.AsArray().Select(node => node!.AsObject()) ?? []];
        JsonObject? user = namespaces.FirstOrDefault(entry => (string)entry["type"]! == "user");
        NamespaceHolder? pod = null;
        if (user is not null)
        {
            string rootfs = Path.Combine(bundle, "rootfs");
            string first = linux["uidMappings"]![0]!["hostID"]!.ToString();
            ContainerFixture.Shell($"cp -a '{root["path"]}' '{rootfs}' && chown -hR {first}:{first} '{rootfs}'").Code.Should().Be(0);
            root["path"] = rootfs;
            linux["devices"]?.AsArray().RemoveAll(device => !IsOfThisHost(device!.AsObject()));
            if (user["path"] is not null)
            {
                string map = string.Concat(linux["uidMappings"]!.AsArray().Select(range => $"{range!["containerID"]} {range["hostID"]} {range["size"]}\n"));
                pod = new NamespaceHolder("--user --net --ipc --uts", map);
            }
        }

        foreach (JsonObject entry in namespaces.Where(entry => entry["path"] is not null))
        {
            string name = KernelName((string)entry["type"]!);
            entry["path"] = pod?.PathOf(name) ?? "/proc/self/ns/" + name;
        }

        return pod;
    }

    /// <summary>Whether the host has the same device there: some numbers are given out as drivers come.</summary>
    private static bool IsOfThisHost(JsonObject device) =>
        ContainerFixture.Shell($"stat -c '%t %T' '{(string)device["path"]!}'").Line == $"{Number(device["major"]):x} {Number(device["minor"]):x}";

    /// <summary>Asserts that what the probe saw is what was asked for.</summary>
    internal static void Compare(JsonObject config, JsonObject seen, string name)
    {
        JsonObject process = config["process"]!.AsObject();
        JsonObject user = process["user"]!.AsObject();
        Number(seen["uids"]!["effective"]).Should().Be(Number(user["uid"]), because: name);
        Number(seen["gids"]!["effective"]).Should().Be(Number(user["gid"]), because: name);
        seen["groups"]!.AsArray().Select(Number).Should().BeEquivalentTo((user["additionalGids"]?.AsArray() ?? []).Select(Number), because: name);
        Number(seen["umask"]).Should().Be(user["umask"] is { } umask ? Number(umask) : 18, because: name);
        ((string?)seen["cwd"]).Should().Be((string)process["cwd"]!, because: name);
        Number(seen["noNewPrivs"]).Should().Be((bool?)process["noNewPrivileges"] == true ? 1 : 0, because: name);
        Number(seen["seccomp"]).Should().Be(config["linux"]!["seccomp"] is null ? 0 : 2, because: name);
        seen["env"]!.AsArray().Select(entry => (string)entry!).Should()
            .Contain(process["env"]!.AsArray().Select(entry => (string)entry! is "HOME=" ? "HOME=/root" : (string)entry!), because: name);
        seen["fds"]!.AsArray().Select(entry => Number(entry!["fd"])).Should().Equal([0, 1, 2], because: name);
        if (process["oomScoreAdj"] is { } oom)
        {
            Number(seen["oomScoreAdj"]).Should().Be(Number(oom), because: name);
        }

        foreach (JsonNode? limit in process["rlimits"]?.AsArray() ?? [])
        {
            JsonNode got = seen["rlimits"]![(string)limit!["type"]!]!;
            ((ulong)got["soft"]!, (ulong)got["hard"]!).Should().Be(((ulong)limit["soft"]!, (ulong)limit["hard"]!), because: name);
        }

        CompareCapabilities(process["capabilities"]?.AsObject() ?? [], seen["capabilities"]!, Number(user["uid"]) == 0, name);
        CompareNamespaces(config["linux"]!["namespaces"]!.AsArray(), seen["namespaces"]!, name);
        CompareMounts(config["mounts"]!.AsArray(), seen["mounts"]!.AsArray(), name);
        CompareCgroup(config, seen["cgroup"]!.AsArray(), name);
    }

    private static void CompareCapabilities(JsonObject asked, JsonNode seen, bool isRoot, string name)
    {
        foreach (string set in (string[])["bounding", "permitted", "effective", "inheritable", "ambient"])
        {
            ulong mask = 0;
            // exec leaves a user other than root only what is ambient; see capabilities(7).
            string source = !isRoot && set is ("permitted" or "effective") ? "ambient" : set;
            foreach (JsonNode? capability in asked[source]?.AsArray() ?? [])
            {
                mask |= 1UL << CapabilityNames.Parse((string)capability!)!.Value;
            }

            ((string)seen[set]!).Should().Be(mask.ToString("x16", CultureInfo.InvariantCulture), because: $"{name}: {set}");
        }
    }

    private static void CompareNamespaces(JsonArray asked, JsonNode seen, string name)
    {
        foreach (string kind in (string[])["mount", "network", "pid", "ipc", "uts", "cgroup", "user", "time"])
        {
            JsonNode? entry = asked.FirstOrDefault(node => (string)node!["type"]! == kind);
            bool isNew = entry is not null && entry["path"] is null;
            string shared = new FileInfo((string?)entry?["path"] ?? "/proc/self/ns/" + KernelName(kind)).LinkTarget!;
            ((string)seen[KernelName(kind)]! != shared).Should().Be(isNew, because: $"{name}: {kind} namespace");
        }
    }

    private static void CompareMounts(JsonArray asked, JsonArray seen, string name)
    {
        string[][] lines = [.. seen.Select(line => ((string)line!).Split(' '))];
        foreach (JsonObject mount in asked.Select(node => node!.AsObject()))
        {
            string destination = (string)mount["destination"]!;
            string[]? line = lines.LastOrDefault(fields => fields[4] == destination);
            line.Should().NotBeNull(because: $"{name}: {destination} is mounted");
            if (line is null)
            {
                continue;
            }

            string[] options = [.. (mount["options"]?.AsArray() ?? []).Select(option => (string)option!)];
            string[] flags = line[5].Split(',');
            foreach (string flag in (string[])["ro", "nosuid", "nodev", "noexec"])
            {
                if (options.Contains(flag))
                {
                    flags.Should().Contain(flag, because: $"{name}: {destination}");
                }
            }

            if (!IsBind(mount) && (string)mount["type"]! is not "cgroup")
            {
                line[Array.IndexOf(line, "-") + 1].Should().Be((string)mount["type"]!, because: $"{name}: {destination}");
            }
        }
    }

    private static void CompareCgroup(JsonObject config, JsonArray seen, string name)
    {
        bool ownNamespace = config["linux"]!["namespaces"]!.AsArray().Any(entry => (string)entry!["type"]! == "cgroup" && entry["path"] is null);
        string? path = (string?)config["linux"]!["cgroupsPath"];
        if (path is null || !path.StartsWith('/'))
        {
            return;
        }

        foreach (string line in seen.Select(entry => (string)entry!).Where(line => !ContainerFixture.IsUnified || line.StartsWith("0:", StringComparison.Ordinal)))
        {
            line.Should().EndWith(":" + (ownNamespace ? "/" : path), because: name);
        }
    }

    private static string Source(string path, string destination)
    {
        if (Path.HasExtension(destination) || destination is "/etc/hosts" or "/etc/hostname" or "/sbin/docker-init" or "/run/podman-init")
        {
            File.WriteAllText(path, "content\n");
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        return path;
    }

    private static bool IsBind(JsonObject mount) =>
        (string?)mount["type"] == "bind" || (mount["options"]?.AsArray().Any(option => (string?)option is "bind" or "rbind") ?? false);

    private static string KernelName(string kind) => kind switch
    {
        "mount" => "mnt",
        "network" => "net",
        _ => kind,
    };

    private static ulong HardLimit(string type)
    {
        string words = type switch
        {
            "RLIMIT_NOFILE" => "Max open files",
            "RLIMIT_NPROC" => "Max processes",
            "RLIMIT_CORE" => "Max core file size",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "a limit that no recorded configuration had before"),
        };
        string line = File.ReadLines("/proc/self/limits").First(text => text.StartsWith(words, StringComparison.Ordinal));
        string hard = line[words.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return hard == "unlimited" ? ulong.MaxValue : ulong.Parse(hard, CultureInfo.InvariantCulture);
    }

    private static string HostStatus(string field) =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split('\t')[1];

    private static long Number(JsonNode? node) => (long)node!;
}
