// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

using FluentAssertions;

using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>
/// The faults that <c>make attacks-bite</c> puts into the sources fit them still: the text that each takes out occurs once, and
/// the test that ought to notice exists.
/// </summary>
public sealed partial class FaultTests
{
    private const string Folder = "tests/attacks/faults";

    public static TheoryData<string> Faults => new(Repository.Files([Folder], ".patch"));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_fits_the_sources_in_one_place(string fault)
    {
        List<Hunk> hunks = Hunks(fault);
        hunks.Should().NotBeEmpty();
        foreach (Hunk hunk in hunks)
        {
            string text = string.Join('\n', Repository.Lines(hunk.File)) + "\n";
            Occurrences(text, hunk.Old).Should().Be(1, because: $"of '{fault}' the old text of '{hunk.File}' is:\n{hunk.Old}");
            hunk.New.Should().NotBe(hunk.Old);
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_says_what_it_takes_out_and_which_test_notices(string fault)
    {
        string words = Words(fault);
        TakesOut().IsMatch(words).Should().BeTrue();
        Match test = Test().Match(words);
        test.Success.Should().BeTrue(because: "it has a line 'Test: PROJECT.CLASS.METHOD'");
        string project = $"tests/Ocirt.{test.Groups["project"].Value}.Tests";
        string method = $"public void {test.Groups["method"].Value}(";
        Repository.Files([project], $"{test.Groups["class"].Value}.cs")
            .Any(file => string.Join('\n', Repository.Lines(file)).Contains(method, StringComparison.Ordinal))
            .Should().BeTrue(because: $"'{project}' has the test '{test.Groups["method"].Value}'");
    }

    [Fact]
    public void Faults_have_numbers_of_their_own() =>
        Repository.Files([Folder], ".patch").Select(file => Path.GetFileName(file).Split('-')[0]).Should().OnlyHaveUniqueItems();

    private static string Words(string fault)
    {
        string text = string.Join('\n', Repository.Lines(fault));
        return text[..text.IndexOf("\n--- a/", StringComparison.Ordinal)];
    }

    private static int Occurrences(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    /// <summary>The old and the new text of each part of a patch.</summary>
    private static List<Hunk> Hunks(string fault)
    {
        List<Hunk> hunks = [];
        string file = "";
        (StringBuilder old, StringBuilder now) = (new(), new());
        foreach (string line in Repository.Lines(fault).SkipWhile(line => !line.StartsWith("--- a/", StringComparison.Ordinal)).Append("@@"))
        {
            if (line.StartsWith("--- a/", StringComparison.Ordinal) || line.StartsWith("@@", StringComparison.Ordinal))
            {
                if (old.Length != 0)
                {
                    hunks.Add(new(file, old.ToString(), now.ToString()));
                }

                old.Clear();
                now.Clear();
            }
            else if (line.StartsWith("+++ b/", StringComparison.Ordinal))
            {
                file = line[6..];
            }
            else
            {
                _ = line[0] == '+' ? old : old.Append(line.AsSpan(1)).Append('\n');
                _ = line[0] == '-' ? now : now.Append(line.AsSpan(1)).Append('\n');
            }
        }

        return hunks;
    }

    [GeneratedRegex(@"^Takes out: \S", RegexOptions.Multiline)]
    private static partial Regex TakesOut();

    [GeneratedRegex(@"^Test: (?<project>\w+)\.(\w+\.)*(?<class>\w+Tests)\.(?<method>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();

    private sealed record Hunk(string File, string Old, string New);
}
