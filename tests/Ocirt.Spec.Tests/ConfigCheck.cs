// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

using Xunit;

namespace Ocirt.Spec.Tests;

/// <summary>Reads and validates a text, and finds the folders that hold texts.</summary>
internal static class ConfigCheck
{
    internal static string ProjectFolder { get; } = FindProjectFolder();

    internal static string RepositoryFolder { get; } = Path.GetFullPath(Path.Combine(ProjectFolder, "..", ".."));

    internal static IReadOnlyList<Diagnostic> Run(ReadOnlyMemory<byte> text, bool doubts = false)
    {
        ConfigReadResult result = ConfigReader.Read(text, "config.json", doubts);
        if (result.Config is not null)
        {
            ConfigValidator.Validate(result.Config, result.Diagnostics);
        }

        return result.Diagnostics.Items;
    }

    internal static string RunToText(ReadOnlyMemory<byte> text, bool doubts = false)
    {
        var findings = new StringBuilder();
        foreach (Diagnostic finding in Run(text, doubts))
        {
            findings.Append(finding).Append('\n');
        }

        return findings.ToString();
    }

    internal static string RunToText(string text, bool doubts = false) => RunToText(Encoding.UTF8.GetBytes(text), doubts);

    /// <summary>A folder of the shared data beside the repository; the test is skipped when it is not there.</summary>
    internal static string SharedFolder(params string[] parts)
    {
        string folder = Path.GetFullPath(Path.Combine([RepositoryFolder, "..", "shared", .. parts]));
        if (!Path.Exists(folder))
        {
            Assert.Skip($"the shared data '{string.Join('/', parts)}' is not beside the repository");
        }

        return folder;
    }

    private static string FindProjectFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Ocirt.Spec.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("the folder of Ocirt.Spec.Tests.csproj");
    }
}
