// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text;

using FluentAssertions;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;

namespace Ocirt.Planning.Tests;

/// <summary>Configurations, host facts and plans for tests.</summary>
internal static class TestBundle
{
    public static readonly LaunchOptions Options = new() { ContainerId = "c1" };

    public static readonly HostFacts V2 = new()
    {
        BundlePath = "/bundle",
        RootfsPath = "/bundle/rootfs",
        CgroupMode = CgroupMode.V2,
        CgroupPath = "/ocirt/c1",
        CgroupHandleCount = 1,
    };

    public static readonly HostFacts V1 = V2 with
    {
        CgroupMode = CgroupMode.V1,
        CgroupPath = "",
        CgroupHandleCount = 3,
        CgroupHierarchies =
        [
            new CgroupHierarchy("cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct", "/ocirt/c1"),
            new CgroupHierarchy("memory", "/sys/fs/cgroup/memory", "/ocirt/c1"),
            new CgroupHierarchy("name=systemd", "/sys/fs/cgroup/systemd", "/ocirt/c1"),
        ],
    };

    public static readonly HostFacts Hybrid = V1 with
    {
        CgroupMode = CgroupMode.Hybrid,
        CgroupHandleCount = 4,
        CgroupHierarchies = [.. V1.CgroupHierarchies, new CgroupHierarchy("", "/sys/fs/cgroup/unified", "/ocirt/c1")],
    };

    /// <summary>A configuration from the fields of its parts, each of which may be empty.</summary>
    public static ContainerConfig Config(string mounts = "", string linux = "", string process = "", string top = "")
    {
        var json = new StringBuilder("{\"ociVersion\":\"1.2.0\",\"root\":{\"path\":\"rootfs\"},");
        json.Append("\"process\":{\"args\":[\"sh\"],\"cwd\":\"/\",\"env\":[\"HOME=/\"]").Append(Rest(process)).Append('}');
        json.Append(",\"mounts\":[").Append(mounts).Append(']');
        json.Append(",\"linux\":{").Append(linux.Contains("\"namespaces\"") ? "" : "\"namespaces\":[{\"type\":\"mount\"}]" + (linux.Length > 0 ? "," : ""));
        json.Append(linux).Append('}').Append(Rest(top)).Append('}');
        return Parse(Encoding.UTF8.GetBytes(json.ToString()));
    }

    public static ContainerConfig Parse(byte[] json)
    {
        ConfigReadResult result = ConfigReader.Read(json, "config.json");
        result.Diagnostics.Items.Should().NotContain(item => item.Severity == Spec.Diagnostics.DiagnosticSeverity.Error);
        return result.Config!;
    }

    public static LaunchPlan Build(ContainerConfig config, HostFacts? host = null, LaunchOptions? options = null)
    {
        var findings = new Spec.Diagnostics.DiagnosticBag(config.Source);
        LaunchPlan? plan = PlanBuilder.Build(config, host ?? V2, options ?? Options, findings);
        findings.HasErrors.Should().BeFalse();
        return plan!;
    }

    /// <summary>The lines of the listing that carry out the first mount.</summary>
    public static string[] Lines(LaunchPlan plan, string origin)
    {
        string[] lines = PlanText.Render(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] chosen = Array.FindAll(lines, line => line.EndsWith("  " + origin, StringComparison.Ordinal));
        return Array.ConvertAll(chosen, line => line[5..^origin.Length].TrimEnd());
    }

    /// <summary>The names of the steps in their order.</summary>
    public static string[] Names(LaunchPlan plan) =>
        Array.ConvertAll(
            PlanText.Render(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => line[5..].Split(' ')[0]);

    /// <summary>The folder of this project in the repository, or null when the tests run away from it.</summary>
    public static string? FindProject()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ocirt.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Ocirt.Planning.Tests");
            }
        }

        return null;
    }

    private static string Rest(string fields) => fields.Length == 0 ? "" : "," + fields;
}
