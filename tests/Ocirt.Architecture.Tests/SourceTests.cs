// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

using FluentAssertions;

using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>The habits of the sources: limits of length, headers, nothing left to do, no trace of one machine.</summary>
public sealed class SourceTests
{
    private const int LongestFile = 400;
    private const string Header = "// SPDX-License-Identifier: Apache-2.0";
    private static readonly string[] Code = ["src", "tests", "spec-conformance"];
    private static readonly string[] BadNames = ["Utils", "Helper", "Common", "Manager", "Misc"];

    /// <summary>Tables: one line per number of the kernel's.</summary>
    private static readonly string[] Tables = ["SyscallNumber", "Errno"];

    [Fact]
    public void Files_are_short()
    {
        Repository.Files(["src"], ".cs")
            .Where(file => !Tables.Any(table => Path.GetFileName(file).StartsWith(table, StringComparison.Ordinal)))
            .Where(file => Repository.Lines(file).Length > LongestFile)
            .Should().BeEmpty(because: $"a file has at most {LongestFile} lines");
    }

    [Fact]
    public void Files_begin_with_the_licence()
    {
        Repository.Files(Code, ".cs", ".S")
            .Where(file => Repository.Lines(file).FirstOrDefault() != Header)
            .Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_left_to_do()
    {
        Found(Code, [".cs", ".S", ".targets", ".csproj"], "TO" + @"DO\b|FIX" + @"ME\b|HA" + @"CK\b").Should().BeEmpty();
    }

    [Fact]
    public void Nothing_names_a_directory_of_one_machine()
    {
        Found([.. Code, "docs"], [".cs", ".md", ".csproj", ".props", ".targets", ".sh"], "/wor" + "k/|/home/[a-z]+/|/tmp/pre" + "p")
            .Where(place => !place.StartsWith("spec-conformance/", StringComparison.Ordinal) && !place.Contains("/Cases/", StringComparison.Ordinal))
            .Should().BeEmpty();
    }

    [Fact]
    public void Names_say_what_a_type_is()
    {
        Repository.Files(["src"], ".cs")
            .Where(file => BadNames.Any(name => Path.GetFileNameWithoutExtension(file).EndsWith(name, StringComparison.Ordinal)))
            .Should().BeEmpty();
    }

    [Fact]
    public void Every_launch_step_is_in_the_document()
    {
        string document = string.Join('\n', Repository.Lines("docs/launch-plan.md"));
        Enum.GetNames<Abi.Plan.StepOp>()
            .Where(name => name != "None" && !document.Contains($"`{name}`", StringComparison.Ordinal))
            .Should().BeEmpty(because: "docs/launch-plan.md names every step");
    }

    [Fact]
    public void Every_project_is_in_the_document()
    {
        string document = string.Join('\n', Repository.Lines("docs/architecture.md"));
        Repository.Files(["src"], ".csproj").Select(Path.GetFileNameWithoutExtension)
            .Where(name => !document.Contains(name!, StringComparison.Ordinal))
            .Should().BeEmpty(because: "docs/architecture.md shows the whole tree");
    }

    private static IEnumerable<string> Found(string[] folders, string[] endings, string pattern) =>
        from file in Repository.Files(folders, endings)
        from line in Repository.Lines(file).Select((text, index) => (text, number: index + 1))
        where Regex.IsMatch(line.text, pattern)
        select $"{file}:{line.number}";
}
