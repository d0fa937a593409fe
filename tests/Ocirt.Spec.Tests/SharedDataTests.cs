// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

using FluentAssertions;

using Ocirt.Spec.Diagnostics;

using Xunit;

namespace Ocirt.Spec.Tests;

/// <summary>Configurations that engines wrote, and the samples of the specification's schema.</summary>
public sealed class SharedDataTests
{
    [Fact]
    public void Configurations_of_engines_break_no_rule_and_name_what_is_unsupported()
    {
        string[] files = Directory.GetFiles(ConfigCheck.SharedFolder("bundles"), "*.json");
        Array.Sort(files, StringComparer.Ordinal);
        var found = new StringBuilder();
        foreach (string file in files)
        {
            found.Append("## ").Append(Path.GetFileName(file)).Append('\n');
            foreach (Diagnostic finding in ConfigCheck.Run(File.ReadAllBytes(file)))
            {
                found.Append(finding.ToLine()).Append('\n');
                bool isBroken = finding.Severity == DiagnosticSeverity.Error && (int)finding.Id < 3000;
                isBroken.Should().BeFalse(because: $"{file} was run by its engine: {finding.ToLine()}");
            }
        }

        string path = Path.Combine(ConfigCheck.ProjectFolder, "bundles-expected.txt");
        if (Environment.GetEnvironmentVariable("OCIRT_WRITE_GOLDENS") == "1")
        {
            File.WriteAllText(path, found.ToString());
        }

        string expected = File.ReadAllText(path);
        found.ToString().Should().Be(expected);
    }

    // The schema cannot say what a version, a limit and a missing namespace mean. The example is of version 0.5.0-dev
    // and limits kernel memory, which are warnings; the network devices have no namespace to move to, which is an error.
    [Theory]
    [InlineData("minimal.json", "")]
    [InlineData("minimal-for-start.json", "")]
    [InlineData("spec-example.json", "OCI2112 OCI2407 OCI2407")]
    [InlineData("linux-rdma.json", "")]
    [InlineData("linux-netdevice.json", "OCI2311")]
    public void Good_samples_of_the_schema_break_only_rules_that_a_schema_cannot_state(string name, string known)
    {
        Findings("good", name).Should().Equal(known.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("invalid-json.json", "OCI1005")]
    [InlineData("linux-hugepage.json", "OCI2411")]
    [InlineData("linux-netdevice.json", "OCI1101 OCI2311")]
    [InlineData("linux-rdma.json", "OCI1101")]
    public void Bad_samples_of_the_schema_are_refused(string name, string expected)
    {
        Findings("bad", name).Should().Equal(expected.Split(' '));
    }

    private static List<string> Findings(string kind, string name)
    {
        string file = ConfigCheck.SharedFolder("oci-runtime-spec", "schema", "test", "config", kind, name);
        var ids = new List<string>();
        foreach (Diagnostic finding in ConfigCheck.Run(File.ReadAllBytes(file)))
        {
            if ((int)finding.Id < 3000)
            {
                ids.Add($"OCI{(int)finding.Id}");
            }
        }

        return ids;
    }
}
