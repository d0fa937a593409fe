// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using FluentAssertions;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>The shape of the sources: short methods, and nothing that is written twice.</summary>
public sealed class ShapeTests
{
    private const int LongestMethod = 60;
    private const int LongestCopy = 12;

    [Fact]
    public void Methods_are_short()
    {
        IEnumerable<string> longMethods =
            from file in Repository.Files(["src", "spec-conformance", "tests/fuzz"], ".cs")
            from node in Parse(file).DescendantNodes()
            let lines = LengthOf(node)
            where lines > LongestMethod
            select $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {lines} lines";
        longMethods.Should().BeEmpty(because: $"a method has at most {LongestMethod} lines; tables in switch expressions do not count");
    }

    [Fact]
    public void Nothing_long_is_written_twice()
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var copies = new List<string>();
        foreach (string file in Repository.Files(["src"], ".cs").Where(file => !file.EndsWith(".arm64.cs", StringComparison.Ordinal)))
        {
            (string Text, int Line)[] lines = Repository.Lines(file)
                .Select((text, index) => (text.Trim(), index + 1))
                .Where(line => line.Item1.Length > 3 && !line.Item1.StartsWith("//", StringComparison.Ordinal) && !line.Item1.StartsWith("using ", StringComparison.Ordinal))
                .ToArray();
            for (int start = 0; start + LongestCopy < lines.Length; start++)
            {
                string text = string.Join('\n', lines.AsSpan(start, LongestCopy + 1).ToArray().Select(line => line.Text));
                string place = $"{file}:{lines[start].Line}";
                if (!first.TryAdd(text, place))
                {
                    copies.Add($"{place} is as {first[text]}");
                    start += LongestCopy;
                }
            }
        }

        copies.Should().BeEmpty(because: $"what is longer than {LongestCopy} lines is written once");
    }

    /// <summary>The lines of a method, an accessor or a local function with a body in braces; 0 for anything else.</summary>
    private static int LengthOf(SyntaxNode node)
    {
        BlockSyntax? body = node switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            AccessorDeclarationSyntax accessor => accessor.Body,
            LocalFunctionStatementSyntax function => function.Body,
            _ => null,
        };
        if (body is null)
        {
            return 0;
        }

        FileLinePositionSpan span = body.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line - 1;
    }

    private static SyntaxNode Parse(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, file)), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
}
