// SPDX-License-Identifier: Apache-2.0

using System.Text;
using FluentAssertions;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class HomeDirectoryTests
{
    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/sh\n", 0, "/root")]
    [InlineData("a:x:5:5:::\nb:x:1000:100:B:/home/b:/bin/sh", 1000, "/home/b")]
    [InlineData("b:x:1000:100:B:/home/b", 1000, "/home/b")]
    [InlineData("1000:x:0:0::/evil:/bin/sh\n", 1000, "/")]
    [InlineData("b:x:1000x:100:B:/home/b:/bin/sh", 1000, "/")]
    [InlineData("b:x:1000:100:B:relative:/bin/sh", 1000, "/")]
    [InlineData("b:x:1000:100:B::/bin/sh\nc:x:1000:1:C:/c:/bin/sh", 1000, "/c")]
    [InlineData("b:x:4294967296:100:B:/home/b:/bin/sh", 0, "/")]
    [InlineData("b:x:-1:100:B:/home/b:/bin/sh", uint.MaxValue, "/")]
    [InlineData("nonsense\n\n:::::::\n", 0, "/")]
    [InlineData("", 0, "/")]
    public void The_home_is_that_of_the_first_sound_line_with_the_number(string passwd, uint uid, string expected)
    {
        Encoding.UTF8.GetString(HomeDirectory.Find(Encoding.UTF8.GetBytes(passwd), uid)).Should().Be(expected);
    }

    [Fact]
    public void A_home_with_a_nul_byte_does_not_count()
    {
        Encoding.UTF8.GetString(HomeDirectory.Find("b:x:7:1:B:/ho\0me:/bin/sh"u8, 7)).Should().Be("/");
    }
}
