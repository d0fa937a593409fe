// SPDX-License-Identifier: Apache-2.0

using System.Text;

using FluentAssertions;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class ContainerAccountsTests
{
    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1001::/srv:/bin/sh\n", "web", 1000, 1001)]
    [InlineData("web:x:1000:1001", "web", 1000, 1001)]
    [InlineData("staff:x:50:", "staff", 50, 0)]
    [InlineData("web2:x:7:7:\nweb:x:8:9:\n", "web", 8, 9)]
    [InlineData("web:x:eight:9:\nweb:x:8:9:\n", "web", 8, 9)]
    [InlineData("web:x:8a:9:\nweb:x:8:9:\n", "web", 8, 9)]
    public void A_name_is_found_with_its_numbers(string file, string name, uint first, uint second)
    {
        ContainerAccounts.TryFind(Encoding.UTF8.GetBytes(file), name, out uint one, out uint two).Should().BeTrue();
        (one, two).Should().Be((first, second));
    }

    [Theory]
    [InlineData("", "web")]
    [InlineData("root:x:0:0::/root:/bin/sh\n", "web")]
    [InlineData("web", "web")]
    [InlineData("web:x", "web")]
    [InlineData("web:x:-1:0:", "web")]
    [InlineData("web:x:4294967295:0:", "web")]
    [InlineData("web:x:4294967296:0:", "web")]
    [InlineData(":x:0:0:", "")]
    [InlineData("x:web:0:0:", "web")]
    public void What_is_no_line_of_that_name_is_not_found(string file, string name) =>
        ContainerAccounts.TryFind(Encoding.UTF8.GetBytes(file), name, out _, out _).Should().BeFalse();
}
