// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Every limit is read back from the kernel. The same table makes docs/cgroups.md.</summary>
public sealed class ResourceTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    public static TheoryData<string> Rows() => [.. ResourceRow.All.Select(row => row.Name)];

    public static TheoryData<string> Updates() => [.. ResourceRow.All.Where(row => row.Update.Length > 0).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_limit_stands_in_the_cgroup_when_the_program_runs(string name)
    {
        ResourceRow row = ResourceRow.All.Single(candidate => candidate.Name == name);
        string files = ContainerFixture.IsUnified ? row.V2 : row.V1;
        SkipWithout(row, files);

        RunResult result = host.Run(Read(files), config => config["linux"]!["resources"] = JsonNode.Parse(ResourceRow.Fill(row.Create)));
        if (files.Length == 0)
        {
            string field = row.Name.Split(' ')[0];
            result.LastError.Should().Contain($"linux.resources.{field}", because: "what cannot be kept is refused, and named");
            result.Code.Should().Be(1);
            return;
        }

        result.Output.TrimEnd('\n').Should().Be(Values(files));
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void A_limit_changes_while_the_program_runs_and_stays_changed_in_the_configuration(string name)
    {
        ResourceRow row = ResourceRow.All.Single(candidate => candidate.Name == name);
        string files = ContainerFixture.IsUnified ? row.UpdatedV2 : row.UpdatedV1;
        SkipWithout(row, files);
        if (files.Length == 0)
        {
            Assert.Skip($"this host has its controllers on another version, where '{name}' is refused");
        }

        string id = host.NewId();
        string bundle = host.Bundle("while :; do sleep 1000; done", config =>
        {
            config["linux"]!["resources"] = JsonNode.Parse(ResourceRow.Fill(row.Create));
            config["linux"]!["cgroupsPath"] = "/" + id;
        });
        host.Command($"run --detach --bundle '{bundle}' {id} < /dev/null > /dev/null 2>&1").Code.Should().Be(0);
        try
        {
            string change = Path.Combine(host.Work, id + ".json");
            File.WriteAllText(change, ResourceRow.Fill(row.Update));
            RunResult rehearsal = host.Command($"update --dry-run --resources '{change}' {id}");
            rehearsal.Code.Should().Be(0);
            rehearsal.Output.Should().Contain(" -> ");

            RunResult update = host.Command($"update --resources - {id} < '{change}'");
            update.Error.Should().BeEmpty();
            update.Code.Should().Be(0);
            ContainerFixture.Shell(Read(files, "/" + id)).Output.TrimEnd('\n').Should().Be(Values(files));
            JsonNode saved = JsonNode.Parse(File.ReadAllText(Path.Combine(host.StateRoot, id, "config.json")))!["linux"]!["resources"]!;
            foreach ((string section, JsonNode? fields) in JsonNode.Parse(ResourceRow.Fill(row.Update))!.AsObject().Where(pair => pair.Value is JsonObject))
            {
                foreach ((string field, JsonNode? value) in fields!.AsObject())
                {
                    JsonNode.DeepEquals(saved[section]![field], value).Should().BeTrue(because: $"{section}.{field} is saved as {saved}");
                }
            }
        }
        finally
        {
            host.Command($"delete --force {id}").Code.Should().Be(0);
        }
    }

    [Fact]
    public void The_documentation_has_the_table()
    {
        string path = Path.Combine(ContainerFixture.Root, "docs/cgroups.md");
        if (!File.Exists(path))
        {
            Assert.Skip("docs/cgroups.md is not beside the repository");
        }

        const string Begin = "<!-- table: made by ResourceTests -->\n";
        const string End = "<!-- end of table -->\n";
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(path, text[..begin] + Table() + text[end..]);
        }

        text[begin..end].Should().Be(Table());
    }

    /// <summary>A shell command that prints a line for each file: the first one, or the one for the device.</summary>
    internal static string Read(string files, string place = "")
    {
        // Without a cgroup namespace the container sees the whole tree of version 2, and its own cgroup somewhere below.
        string own = ContainerFixture.IsUnified && place.Length == 0 ? "$(sed -n s/^0:://p /proc/self/cgroup)" : place;
        StringBuilder command = new();
        foreach ((string controller, string file, string value) in Split(files))
        {
            string path = "/sys/fs/cgroup/" + (ContainerFixture.IsUnified ? "" : controller) + own + "/" + file;
            string key = value.Split(' ')[0];
            command.Append(value.Contains(' ', StringComparison.Ordinal) && !file.StartsWith("cpu.", StringComparison.Ordinal)
                ? $"grep '^{key} ' {path}; "
                : $"cat {path}; ");
        }

        return command.ToString();
    }

    internal static string Values(string files) => string.Join('\n', Split(files).Select(file => file.Value));

    private static IEnumerable<(string Controller, string File, string Value)> Split(string files)
    {
        foreach (string entry in files.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            int slash = entry.IndexOf('/', StringComparison.Ordinal);
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            yield return (entry[..slash], entry[(slash + 1)..equals], entry[(equals + 1)..].Replace("DISK", ResourceRow.Disk, StringComparison.Ordinal));
        }
    }

    private static void SkipWithout(ResourceRow row, string files)
    {
        if (row.Create.Contains("DISK", StringComparison.Ordinal) && ResourceRow.Disk is null)
        {
            Assert.Skip("this host has no disk");
        }

        foreach ((string controller, string file, _) in Split(files))
        {
            bool there = ContainerFixture.IsUnified
                ? controller == "cgroup" || File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Split(' ', '\n').Contains(controller)
                : File.Exists($"/sys/fs/cgroup/{controller}/cgroup.procs");
            if (!there)
            {
                Assert.Skip($"this host has no {controller} controller");
            }

            if (file.StartsWith("cpu.rt_", StringComparison.Ordinal) && !File.Exists("/sys/fs/cgroup/cpu/" + file))
            {
                Assert.Skip("this host has no real-time groups");
            }

            if (file.StartsWith("cpu.rt_", StringComparison.Ordinal) && IsRealTimeTaken())
            {
                Assert.Skip("this host has given its real-time budget to another cgroup");
            }
        }
    }

    /// <summary>Whether the cgroups below the root hold so much of the root's budget that none is left for a container.</summary>
    private static bool IsRealTimeTaken()
    {
        const string Root = "/sys/fs/cgroup/cpu", Name = "cpu.rt_runtime_us";
        long left = long.Parse(File.ReadAllText(Path.Combine(Root, Name)), CultureInfo.InvariantCulture);
        return left >= 0 && Directory.GetDirectories(Root).Select(directory => Path.Combine(directory, Name)).Where(File.Exists)
            .Sum(file => long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)) >= left;
    }

    private static string Table()
    {
        StringBuilder table = new("\n| field below linux.resources | for example | cgroup v1 | cgroup v2 | unit of systemd (v2) |\n|---|---|---|---|---|\n");
        foreach (ResourceRow row in ResourceRow.All)
        {
            table.Append($"| {row.Name} | `{row.Create.Replace("DISK", "\"major\":8,\"minor\":0", StringComparison.Ordinal)}` | {Cell(row.V1)} | {Cell(row.V2)} | {Unit(row)} |\n");
        }

        return table.Append('\n').ToString();

        static string Unit(ResourceRow row) => row.V2.Length == 0 ? "refused" : row.Unit.Length == 0 ? "the file only" : Cell(row.Unit);

        static string Cell(string files) => files.Length == 0 ? "refused" : string.Join("<br>", files.Split(';')
            .Select(entry => $"`{entry[(entry.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("DISK", "8:0", StringComparison.Ordinal).Replace("=", " = ", StringComparison.Ordinal)}`"));
    }
}
