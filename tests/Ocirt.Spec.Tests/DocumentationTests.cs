// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

using FluentAssertions;

using Ocirt.Spec.Diagnostics;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void Diagnostics_page_lists_every_finding_with_its_message_and_hint()
    {
        var expected = new List<string>();
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            DiagnosticDescriptor descriptor = DiagnosticDescriptors.For(id);
            string severity = descriptor.Severity == DiagnosticSeverity.Error ? "error" : "warning";
            expected.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| OCI{(int)id} | {severity} | {Cell(descriptor.Message)} | {Cell(descriptor.Hint)} |"));
        }

        string page = Path.Combine(ConfigCheck.RepositoryFolder, "docs", "diagnostics.md");
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            WriteRows(page, expected);
        }

        var rows = new List<string>();
        foreach (string line in File.ReadLines(page))
        {
            if (line.StartsWith("| OCI", StringComparison.Ordinal))
            {
                rows.Add(line);
            }
        }

        rows.Should().Equal(expected, because: "the page lists them; OCIRT_WRITE_GOLDENS=1 writes the rows anew");
    }

    [Fact]
    public void Every_finding_has_an_explanation()
    {
        var without = new List<string>();
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            if (DiagnosticExplanations.For(id).Length < 40)
            {
                without.Add($"{id} (OCI{(int)id})");
            }
        }

        without.Should().BeEmpty(because: "each has a sentence or two in src/Ocirt.Spec/Diagnostics/DiagnosticExplanations.*.cs, for 'ocirt explain'");
    }

    [Fact]
    public void Explanations_are_one_paragraph_of_plain_sentences()
    {
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            DiagnosticExplanations.For(id).Should().MatchRegex("^[A-Z'0-9a-z/][^\\n\\t]*[^ ]\\.$", because: $"{id} is explained in sentences")
                .And.NotContain("  ");
        }
    }

    /// <summary>Puts the rows of each thousand below the head of the table in the section of that thousand.</summary>
    private static void WriteRows(string page, List<string> rows)
    {
        var lines = new List<string>();
        char section = '0';
        foreach (string line in File.ReadAllLines(page))
        {
            if (!line.StartsWith("| OCI", StringComparison.Ordinal))
            {
                lines.Add(line);
            }

            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3];
            }
            else if (line == "|---|---|---|---|")
            {
                lines.AddRange(rows.FindAll(row => row["| OCI".Length] == section));
            }
        }

        File.WriteAllLines(page, lines);
    }

    private static string Cell(string template) =>
        Regex.Replace(template, @"\{\d\}", "…")
            .Replace("{{", "{", StringComparison.Ordinal)
            .Replace("}}", "}", StringComparison.Ordinal);
}
