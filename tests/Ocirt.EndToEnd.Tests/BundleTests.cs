// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The configurations that real engines wrote, each run with the probe, which reports what it sees.</summary>
public sealed partial class BundleTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    [Fact]
    public void Every_recorded_configuration_runs_as_asked_or_is_refused_as_listed()
    {
        string? recorded = Repository("../shared/bundles");
        if (ContainerFixture.Problem is not null || recorded is null || !File.Exists(ContainerFixture.Probe))
        {
            Assert.Skip(ContainerFixture.Problem ?? (recorded is null ? "the shared bundles are not beside the repository" : "the probe is not built"));
        }

        if (ContainerFixture.IsUnified && !File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("memory", StringComparison.Ordinal))
        {
            Assert.Skip("this host has no memory controller");
        }

        File.Copy(ContainerFixture.Probe, Path.Combine(host.Rootfs, "bin/probe"), overwrite: true);
        List<string> results = [];
        using (new AssertionScope())
        {
            foreach (string file in Directory.GetFiles(recorded, "*.json").Order(StringComparer.Ordinal))
            {
                results.Add(Path.GetFileNameWithoutExtension(file) + ": " + Outcome(file));
            }
        }

        string list = Repository("tests/Ocirt.EndToEnd.Tests/bundles-today.txt")!;
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllLines(list, results);
        }

        string[] expected = File.ReadAllLines(list);
        results.Except(expected).Should().BeEmpty();
        expected.Except(results).Should().BeEmpty();
    }

    /// <summary>Runs a configuration and holds what the probe sees against it.</summary>
    private string Outcome(string file)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        string bundle = host.Bundle(string.Empty);
        using NamespaceHolder? pod = RecordedConfig.Adapt(config, bundle, host.Rootfs);
        File.WriteAllText(Path.Combine(bundle, "config.json"), config.ToJsonString());
        RunResult result = host.RunBundle(bundle);
        if (result.Code != 0)
        {
            return "refused: " + string.Join("; ", Finding().Matches(result.Error).Select(match => match.Groups[1].Value).Distinct())
                is { Length: > 9 } refused ? refused : "fails: " + result.LastError;
        }

        RecordedConfig.Compare(config, JsonNode.Parse(result.Output)!.AsObject(), Path.GetFileName(file));
        return "runs";
    }

    private static string? Repository(string path)
    {
        string full = Path.GetFullPath(path, ContainerFixture.Root);
        return Directory.Exists(full) || File.Exists(full) ? full : null;
    }

    [GeneratedRegex(@"^config\.json:\d+:\d+: error (OCI\d{4}: [^:\n]+): ", RegexOptions.Multiline)]
    private static partial Regex Finding();
}
