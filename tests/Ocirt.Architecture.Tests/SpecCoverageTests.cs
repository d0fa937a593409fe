// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

using FluentAssertions;

using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>
/// spec-coverage.txt says of each field and rule of the specification where it is carried out and which test proves
/// it; docs/spec-coverage.md is made from it. With OCIRT_WRITE_GOLDENS=1 the page is written instead of compared.
/// </summary>
public sealed partial class SpecCoverageTests
{
    private const string ListPath = "tests/Ocirt.Architecture.Tests/spec-coverage.txt";
    private const string PagePath = "docs/spec-coverage.md";

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        Dictionary<string, string> sources = Repository.Files(["tests"], "Tests.cs").ToDictionary(file => file, file => string.Join('\n', Repository.Lines(file)));
        Rows().SelectMany(row => row.Tests).Where(test => FilesOf(test, sources).Count == 0)
            .Should().BeEmpty(because: $"each row of {ListPath} names a test that exists");
    }

    [Fact]
    public void Every_source_that_is_named_exists()
    {
        HashSet<string> names = Repository.Files(["src"], ".cs").Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet(StringComparer.Ordinal);
        Rows().SelectMany(row => row.Places).Where(place => !names.Contains(place))
            .Should().BeEmpty(because: $"each row of {ListPath} names a file below src");
    }

    [Fact]
    public void Every_field_that_is_read_has_a_row()
    {
        string[] covered = Rows().SelectMany(row => Name().Matches(row.Field).Select(match => match.Value)).Distinct().ToArray();
        covered = [.. covered, .. Rows().Select(row => row.Field)];
        foreach (string file in Repository.Files(["src/Ocirt.Spec/Parsing"], ".cs"))
        {
            IEnumerable<string> read = Read().Matches(string.Join('\n', Repository.Lines(file))).Select(match => match.Groups[1].Value);
            read.Except(covered).Should().BeEmpty(because: $"what {file} reads has a row in {ListPath}");
        }
    }

    [Fact]
    public void The_page_is_made_from_the_list()
    {
        string page = MakePage();
        string path = Path.Combine(Repository.Root, PagePath);
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(path, page);
        }

        File.ReadAllText(path).Should().Be(page, because: "OCIRT_WRITE_GOLDENS=1 writes it anew");
    }

    private static string MakePage()
    {
        var page = new StringBuilder();
        page.Append("# Coverage of the runtime specification\n\nEach field and rule of version 1.3, where it is carried out, and the tests that prove it. ");
        page.Append("Made from\n`").Append(ListPath).Append("` by a test, which also holds that every named test and\n");
        page.Append("source exists and that no field that is read is missing. *e2e* runs in real containers: with the host's cgroups, with\n");
        page.Append("pure cgroup v2, and in a virtual machine; the others are unit tests.\n");
        Dictionary<string, string> sources = Repository.Files(["tests"], "Tests.cs").ToDictionary(file => file, file => string.Join('\n', Repository.Lines(file)));
        string section = "";
        foreach (Row row in Rows())
        {
            if (row.Section != section)
            {
                section = row.Section;
                page.Append("\n## ").Append(section).Append("\n\n| field or rule | carried out in | proven by | runs in |\n|---|---|---|---|\n");
            }

            string[] kinds = row.Tests.SelectMany(test => FilesOf(test, sources))
                .Select(file => file.Contains("EndToEnd", StringComparison.Ordinal) ? "e2e" : "unit").Distinct().Order(StringComparer.Ordinal).ToArray();
            page.Append("| ").Append(row.Field.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal).Replace(",  ", ", ", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal));
            page.Append(" | ").AppendJoin(", ", row.Places).Append(" | ").AppendJoin("<br>", row.Tests.Select(test => test.Replace('_', ' ')));
            page.Append(" | ").AppendJoin(", ", kinds).Append(" |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<Row> Rows()
    {
        string section = "";
        foreach (string line in Repository.Lines(ListPath))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                section = line[2..];
            }
            else if (line.Length > 0)
            {
                string[] parts = line.Split(" | ");
                parts.Should().HaveCount(3, because: line);
                yield return new Row(section, parts[0], parts[1].Split(", "), parts[2].Split(", "));
            }
        }
    }

    /// <summary>The files that have a test: 'Class.Method', with the project in front where classes share a name.</summary>
    private static List<string> FilesOf(string test, Dictionary<string, string> sources)
    {
        string[] parts = test.Split('.');
        string file = "/" + parts[^2] + ".cs";
        string project = parts.Length == 3 ? $"Ocirt.{parts[0]}.Tests/" : "";
        return sources.Where(source => source.Key.EndsWith(file, StringComparison.Ordinal)
                && source.Key.Contains(project, StringComparison.Ordinal)
                && source.Value.Contains($" {parts[^1]}(", StringComparison.Ordinal))
            .Select(source => source.Key).ToList();
    }

    private sealed record Row(string Section, string Field, string[] Places, string[] Tests);

    [GeneratedRegex("SequenceEqual\\(\"([^\"]+)\"u8\\)")]
    private static partial Regex Read();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Name();
}
