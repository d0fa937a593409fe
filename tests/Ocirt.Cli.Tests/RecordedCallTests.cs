// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>The command lines that real engines were seen to call a runtime with, as far as the commands exist.</summary>
public sealed class RecordedCallTests
{
    [Fact]
    public void Calls_of_real_engines_are_read_or_refused_by_name()
    {
        string folder = FindContracts();
        int understood = 0;
        foreach (string file in Directory.GetFiles(folder, "*.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement pattern in document.RootElement.GetProperty("patterns").EnumerateArray())
            {
                var arguments = new List<string>();
                foreach (JsonElement argument in pattern.GetProperty("example").EnumerateArray())
                {
                    arguments.Add(argument.GetString()!);
                }

                arguments.RemoveAt(0);
                understood += Check(arguments) ? 1 : 0;
            }
        }

        understood.Should().BeGreaterThan(0);
    }

    private static bool Check(List<string> arguments)
    {
        OcirtCommandLine.Parsed parsed = OcirtCommandLine.Parse(arguments.ToArray());
        if (parsed.Error is null)
        {
            (parsed.Globals.Version || parsed.Command != OcirtCommandLine.Command.None).Should().BeTrue();
            return true;
        }

        // The global options come first, so whatever is refused after them was read up to there.
        (parsed.Error.StartsWith("unknown command '", StringComparison.Ordinal)
            || parsed.Error.Contains("is not supported yet", StringComparison.Ordinal))
            .Should().BeTrue(because: "'{0}' gave '{1}'", string.Join(' ', arguments), parsed.Error);
        return false;
    }

    private static string FindContracts()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ocirt.sln")))
            {
                string contracts = Path.Combine(folder, "..", "shared", "reference", "contracts");
                if (Directory.Exists(contracts))
                {
                    return contracts;
                }

                break;
            }
        }

        Assert.Skip("the recorded calls of engines are not beside the repository");
        return "";
    }
}
