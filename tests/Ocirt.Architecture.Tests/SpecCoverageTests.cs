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
/// it; spec-coverage-runs.txt, which tests/record-coverage writes from the results of runs, where each of these tests
/// passed. docs/spec-coverage.md is made from both. With OCIRT_WRITE_GOLDENS=1 the page is written instead of compared.
/// </summary>
public sealed partial class SpecCoverageTests
{
    private const string ListPath = "tests/Ocirt.Architecture.Tests/spec-coverage.txt";
    private const string RunsPath = "tests/Ocirt.Architecture.Tests/spec-coverage-runs.txt";
    private const string PagePath = "docs/spec-coverage.md";
    private const string CasesPath = "tests/Ocirt.Spec.Tests/Cases";
    private const string CaseTest = "Spec.CaseTests.Findings_are_the_expected_ones";

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
        page.Append("source exists and that no field that is read is missing. The last column says where the tests passed, as\n");
        page.Append("`tests/record-coverage` found it in the results of `make e2e`, `make unit` and `make test-vm`: in real containers\n");
        page.Append("with the *host*'s cgroups (version 1 and 2), with pure cgroup *v2*, and in a *vm* with every controller, or as *unit*\n");
        page.Append("tests. *case* is a configuration of `").Append(CasesPath).Append("` with its findings.\n");
        Dictionary<string, string[]> runs = Runs();
        string section = "";
        foreach (Row row in Rows())
        {
            if (row.Section != section)
            {
                section = row.Section;
                page.Append("\n## ").Append(section).Append("\n\n| field or rule | carried out in | proven by | passed in |\n|---|---|---|---|\n");
            }

            page.Append("| ").Append(row.Field.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal).Replace(",  ", ", ", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal));
            page.Append(" | ").AppendJoin(", ", row.Places).Append(" | ").AppendJoin("<br>", row.Tests.Select(test => test.Replace('_', ' ')));
            page.Append(" | ").AppendJoin(", ", PassedIn(row, runs)).Append(" |\n");
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

    private static string[] PassedIn(Row row, Dictionary<string, string[]> runs) =>
        row.Tests.SelectMany(test => Find(test, runs)).Distinct().Order(StringComparer.Ordinal).ToArray();

    /// <summary>Where a test passed; its project need not be named.</summary>
    private static string[] Find(string test, Dictionary<string, string[]> runs)
    {
        string name = IsCase(test) ? CaseTest : test;
        return runs.Where(run => run.Key == name || run.Key.EndsWith("." + name, StringComparison.Ordinal)).SelectMany(run => run.Value).ToArray();
    }

    private static bool IsCase(string test) => test.StartsWith("case ", StringComparison.Ordinal);

    /// <summary>The environments of each test, by 'Project.Class.Method'.</summary>
    private static Dictionary<string, string[]> Runs() =>
        Repository.Lines(RunsPath).Where(line => line.Length > 0).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1].Split(','), StringComparer.Ordinal);

    /// <summary>The files that have a test: 'Class.Method', with the project in front where classes share a name.</summary>
    private static List<string> FilesOf(string test, Dictionary<string, string> sources)
    {
        if (IsCase(test))
        {
            return [.. Directory.GetDirectories(Path.Combine(Repository.Root, CasesPath), test["case ".Length..] + "-*")];
        }

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
