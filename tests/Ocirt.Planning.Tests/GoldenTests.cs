// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

using FluentAssertions;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>
/// Whole plans as text. Goldens/NAME.json is a configuration, Goldens/NAME.HOST.txt its plan on a host with that
/// arrangement of cgroups; Goldens/bundles has plans of the engines' own configurations, which stand beside the
/// repository. With OCIRT_WRITE_GOLDENS=1 the texts are written instead of compared: read the difference.
/// </summary>
public sealed partial class GoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Own() => Names("Goldens");

    public static IEnumerable<TheoryDataRow<string>> Engines() => Names(Path.Combine("Goldens", "bundles"));

    [Theory]
    [MemberData(nameof(Own))]
    public void The_plan_is_as_recorded(string name)
    {
        string folder = Path.Combine(TestBundle.FindProject()!, "Goldens");
        Compare(Path.Combine(folder, name[..name.IndexOf('.')] + ".json"), Path.Combine(folder, name));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_plan_of_an_engines_configuration_is_as_recorded(string name)
    {
        string project = TestBundle.FindProject()!;
        string config = Path.Combine(project, "../../../shared/bundles", name[..name.IndexOf('.')] + ".json");
        if (!File.Exists(config))
        {
            Assert.Skip("the configurations of the engines are not beside the repository");
        }

        Compare(config, Path.Combine(project, "Goldens", "bundles", name));
    }

    private static void Compare(string configPath, string goldenPath)
    {
        ContainerConfig config = TestBundle.Parse(File.ReadAllBytes(configPath));
        HostFacts host = Path.GetFileName(goldenPath).Split('.')[1] switch
        {
            "v1" => TestBundle.V1,
            "hybrid" => TestBundle.Hybrid,
            _ => TestBundle.V2,
        };

        string text = StorePath().Replace(PlanText.Render(TestBundle.Build(config, host)), "/var/lib/engine/");

        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(goldenPath, text);
        }

        text.Should().Be(File.ReadAllText(goldenPath));
    }

    /// <summary>Where the engines kept their files when the configurations were recorded: no fact of this project.</summary>
    [GeneratedRegex("/var/lib/var/[a-z]+/")]
    private static partial Regex StorePath();

    private static IEnumerable<TheoryDataRow<string>> Names(string folder)
    {
        string? project = TestBundle.FindProject();
        return project is null
            ? []
            : Directory.EnumerateFiles(Path.Combine(project, folder), "*.txt")
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
                .Select(name => new TheoryDataRow<string>(name));
    }
}
