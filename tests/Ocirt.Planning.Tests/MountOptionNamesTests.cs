// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

using FluentAssertions;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>The list of mount options, which <c>ocirt features</c> prints, and the compiler know the same names.</summary>
public sealed partial class MountOptionNamesTests
{
    [Fact]
    public void The_list_is_in_alphabetical_order()
    {
        MountOptionNames.All.Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_name_that_the_compiler_compares_with_is_in_the_list()
    {
        string folder = Path.Combine(TestBundle.FindProject()!, "../../src/Ocirt.Planning/Compilers");
        Directory.GetFiles(folder, "MountOptions*.cs").SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct().Except(MountOptionNames.All)
            .Should().BeEmpty(because: "MountOptionNames.All is what 'ocirt features' can tell of");
    }

    [GeneratedRegex("\"([a-z][a-z-]+)\"")]
    private static partial Regex Name();
}
