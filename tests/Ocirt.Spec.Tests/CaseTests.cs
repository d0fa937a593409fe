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
        string file = Path.Combine(CasesFolder, name, "expected.txt");
        string expected = File.Exists(file) ? File.ReadAllText(file) : string.Empty;

        // Folders of 5xxx hold what only 'ocirt validate' looks for.
        string found = ConfigCheck.RunToText(config, doubts: name[0] == '5');
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(Path.Combine(CasesFolder, name, "expected.txt"), found);
            expected = found;
        }

        found.Should().Be(expected);
        expected.Should().Contain($" OCI{name[..4]}: ", because: "the folder is named after this finding");
    }

    [Fact]
    public void Every_finding_has_a_case()
    {
        foreach (DiagnosticId id in Enum.GetValues<DiagnosticId>())
        {
            // A file above the limit is too large to commit; ConfigReaderTests makes one. What is found while
            // planning (4xxx) or on a host (6xxx) is no finding of the validator; the tests of Ocirt.Planning and
            // Ocirt.Runtime have it.
            if (id != DiagnosticId.FileTooLarge && (int)id / 1000 is not (4 or 6))
            {
                Directory.GetDirectories(CasesFolder, $"{(int)id}-*").Should().NotBeEmpty(because: $"{id} needs a case");
            }
        }
    }
}
