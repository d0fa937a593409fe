// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;

using FluentAssertions;

using Ocirt.Spec.Diagnostics;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class CaseTests
{
    private static readonly string CasesFolder = Path.Combine(ConfigCheck.ProjectFolder, "Cases");

    public static TheoryData<string> Cases()
    {
        var names = new TheoryData<string>();
        string[] folders = Directory.GetDirectories(CasesFolder);
        Array.Sort(folders, StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            names.Add(Path.GetFileName(folder));
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Findings_are_the_expected_ones(string name)
    {
        byte[] config = File.ReadAllBytes(Path.Combine(CasesFolder, name, "config.json"));
        string expected = File.ReadAllText(Path.Combine(CasesFolder, name, "expected.txt"));

        ConfigCheck.RunToText(config).Should().Be(expected);
        expected.Should().Contain($" OCI{name[..4]}: ", because: "the folder is named after this finding");
    }

    [Fact]
    public void Every_finding_has_a_case()
    {
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            // A file above the limit is too large to commit; ConfigReaderTests makes one. What is found while
            // planning (4xxx) is no finding of the validator; Ocirt.Planning.Tests has it.
            if (id != DiagnosticId.FileTooLarge && (int)id < 4000)
            {
                Directory.GetDirectories(CasesFolder, $"{(int)id}-*").Should().NotBeEmpty(because: $"{id} needs a case");
            }
        }
    }
}
