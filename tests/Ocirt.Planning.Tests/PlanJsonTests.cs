// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text.Json;

using FluentAssertions;
using Ocirt.Abi.Plan;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>The plan for programs, and the completeness of both forms.</summary>
public sealed class PlanJsonTests
{
    [Fact]
    public void Each_step_has_what_the_text_shows_and_its_place()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(mounts: """{"destination":"/a","type":"tmpfs","source":"t","options":["ro"]}"""));
        using JsonDocument json = JsonDocument.Parse(PlanJson.Render(plan));
        string[] lines = PlanText.Render(plan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] steps = json.RootElement.GetProperty("steps").EnumerateArray().ToArray();

        json.RootElement.GetProperty("file").GetString().Should().Be("config.json");
        json.RootElement.GetProperty("bytes").GetInt32().Should().Be(plan.Bytes.Length);
        steps.Should().HaveCount(lines.Length);
        for (int i = 0; i < steps.Length; i++)
        {
            lines[i].Should().Contain(steps[i].GetProperty("name").GetString());
            if (steps[i].TryGetProperty("arguments", out JsonElement arguments))
            {
                lines[i].Should().Contain(arguments.GetString());
            }
        }

        JsonElement mount = steps.Single(step => step.GetProperty("op").GetString() == "MountFilesystem");
        mount.GetProperty("name").GetString().Should().Be("mount");
        mount.GetProperty("arguments").GetString().Should().StartWith("t on /a (tmpfs)");
        mount.GetProperty("path").GetString().Should().Be("mounts[0]");
        mount.GetProperty("line").GetInt32().Should().Be(1);
        mount.GetProperty("column").GetInt32().Should().Be(111);
    }

    [Fact]
    public void Every_operation_and_every_slot_has_a_text_of_its_own()
    {
        string source = File.ReadAllText(Path.Combine(TestBundle.FindProject()!, "../../src/Ocirt.Planning/PlanText.Steps.cs"));
        Enum.GetNames<StepOp>().Where(name => name != "None" && !source.Contains($"StepOp.{name} =>", StringComparison.Ordinal))
            .Should().BeEmpty(because: "PlanText.Steps.cs has a line for every operation");
        Enum.GetNames<LateSlot>().Where(name => name != "None" && !source.Contains($"LateSlot.{name} =>", StringComparison.Ordinal))
            .Should().BeEmpty(because: "PlanText.Steps.cs has a line for every late slot");
    }
}
