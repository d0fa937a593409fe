// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// The table of ResourceTests with the systemd driver: every limit is a property of the unit, where systemd has one, and
/// stands in the file of the cgroup, after create, after update, and after systemd has read its configuration again.
/// </summary>
public sealed class SystemdResourceTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    public static TheoryData<string> Rows() => [.. ResourceRow.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_limit_is_a_property_of_the_unit_and_stands_in_its_cgroup(string name)
    {
        SystemdHost.Need();
        ResourceRow row = ResourceRow.All.Single(candidate => candidate.Name == name);
        string id = host.NewId();
        string bundle = host.Bundle("while :; do sleep 1000; done", config =>
        {
            config["linux"]!["resources"] = JsonNode.Parse(ResourceRow.Fill(row.Create));
            config["linux"]!["cgroupsPath"] = $"system.slice::{id}";
        });
        RunResult run = host.Start($"--systemd-cgroup run --detach --bundle '{bundle}' {id}");
        if (row.V2.Length == 0)
        {
            run.Code.Should().Be(1);
            host.Output(id).Should().Contain($"linux.resources.{row.Name.Split(' ')[0]}");
            SystemdHost.Units(id + "*").Should().BeEmpty();
            return;
        }

        run.Code.Should().Be(0, because: host.Output(id));
        try
        {
            Check(id, row.Unit, row.V2);
            if (row.Update.Length > 0)
            {
                string change = Path.Combine(host.Work, id + ".json");
                File.WriteAllText(change, ResourceRow.Fill(row.Update));
                host.Command($"update --resources '{change}' {id}").Should().Be(new RunResult(0, "", ""));
                Check(id, row.UpdatedUnit, row.UpdatedV2);
            }

            if (row.Unit.Length == 0 || name.StartsWith("cpu.", StringComparison.Ordinal))
            {
                // What systemd does not know, or keeps in another form, would be lost when it sets the cgroup up again.
                ContainerFixture.Shell($"systemctl daemon-reload && systemctl set-property --runtime {id}.scope CPUAccounting=yes MemoryAccounting=yes").Code.Should().Be(0);
                Check(id, row.Update.Length > 0 ? row.UpdatedUnit : row.Unit, row.Update.Length > 0 ? row.UpdatedV2 : row.V2);
            }
        }
        finally
        {
            host.Command($"delete --force {id}").Code.Should().Be(0);
        }

        SystemdHost.Units(id + "*").Should().BeEmpty();
    }

    private static void Check(string id, string unit, string files)
    {
        ContainerFixture.Shell(ResourceTests.Read(files, $"/system.slice/{id}.scope")).Output.TrimEnd('\n').Should().Be(ResourceTests.Values(files));
        if (unit.Length > 0)
        {
            string[] properties = unit.Replace("DISK", ResourceRow.Disk, StringComparison.Ordinal).Split(';');
            SystemdHost.Show(id + ".scope", string.Join(',', properties.Select(property => property.Split('=')[0])))
                .Should().Be(string.Join('\n', properties.Order(StringComparer.Ordinal)));
        }
    }
}
