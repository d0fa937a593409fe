// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Ocirt.Architecture.Tests;

/// <summary>The files of the repository that people write.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "out", "TestResults"];

    /// <summary>The directory that holds the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>All files with one of the endings, below the folders, by paths relative to the root.</summary>
    internal static IEnumerable<string> Files(string[] folders, params string[] endings) =>
        from folder in folders
        let path = Path.Combine(Root, folder)
        where Directory.Exists(path)
        from file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, file)
        where !relative.Split('/').Any(part => Generated.Contains(part))
        where endings.Any(ending => relative.EndsWith(ending, StringComparison.Ordinal))
        orderby relative
        select relative;

    /// <summary>The lines of a file.</summary>
    internal static string[] Lines(string relative) => File.ReadAllLines(Path.Combine(Root, relative));

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "ocirt.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException("no 'ocirt.sln' above the test's own directory");
    }
}
