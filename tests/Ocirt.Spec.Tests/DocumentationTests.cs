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

        var rows = new List<string>();
        foreach (string line in File.ReadLines(Path.Combine(ConfigCheck.RepositoryFolder, "docs", "diagnostics.md")))
        {
            if (line.StartsWith("| OCI", StringComparison.Ordinal))
            {
                rows.Add(line);
            }
        }

        rows.Should().Equal(expected);
    }

    private static string Cell(string template) =>
        Regex.Replace(template, @"\{\d\}", "…")
            .Replace("{{", "{", StringComparison.Ordinal)
            .Replace("}}", "}", StringComparison.Ordinal);
}
