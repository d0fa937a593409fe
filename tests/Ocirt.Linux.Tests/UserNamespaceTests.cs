// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class UserNamespaceTests
{
    [Theory]
    [InlineData("0 1000 1\n", true)]
    [InlineData("7 1000 1\n", true)]
    [InlineData("0 1000 2\n", false)]
    [InlineData("0 1001 1\n", false)]
    [InlineData("0 1000 1\n1 100000 9\n", false)]
    [InlineData("", false)]
    public void One_id_that_is_the_callers_own_needs_no_helper(string lines, bool expected)
    {
        UserNamespace.IsOwnIdOnly(lines, own: 1000).Should().Be(expected);
    }
}
