// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

using FluentAssertions;

using Xunit;

namespace Ocirt.Spec.Tests;

/// <summary>The names by which the parser tells a misspelling are those that it reads.</summary>
public sealed partial class KnownFieldTests
{
    /// <summary>Fields of the specification for other platforms: not read, and no mistake.</summary>
    private static readonly string[] OfOthers = ["solaris", "windows", "vm", "freebsd", "zos", "commandLine"];

    [Fact]
    public void Each_object_names_the_fields_that_it_reads()
    {
        int objects = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(ConfigCheck.RepositoryFolder, "src", "Ocirt.Spec", "Parsing"), "ConfigParser.*.cs"))
        {
            foreach (string method in File.ReadAllText(file).Split("    private ").Where(text => text.Contains("SkipUnknown(", StringComparison.Ordinal) && text.Contains("name.SequenceEqual(", StringComparison.Ordinal)))
            {
                IEnumerable<string> read = Field().Matches(method).Select(match => match.Groups[1].Value);
                string known = string.Concat(Text().Matches(method[method.IndexOf("SkipUnknown(", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value));
                known.Split(' ').Except(OfOthers).Should().Equal(read, because: method[..method.IndexOf('\n', StringComparison.Ordinal)]);
                objects++;
            }
        }

        objects.Should().BeGreaterThan(30);
    }

    [GeneratedRegex("SequenceEqual\\(\"([^\"]*)\"u8\\)")]
    private static partial Regex Field();

    [GeneratedRegex("\"([^\"]*)\"u8")]
    private static partial Regex Text();
}
