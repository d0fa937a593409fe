// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text;
using FluentAssertions;
using Xunit;

namespace Ocirt.Linux.Tests;

/// <summary>Which mappings are code that can be read from its file again.</summary>
public sealed class ProgramCodeTests
{
    [Theory]
    [InlineData("7f3b4000000-7f3b4345000 r-xp 00000000 fe:00 123      /usr/bin/a file", true)]
    [InlineData("7f3b4000000-7f3b4345000 r--p 00000000 fe:00 123      /usr/bin/a file", false)]
    [InlineData("7f3b4000000-7f3b4345000 rw-p 00000000 fe:00 123      /usr/bin/a file", false)]
    [InlineData("7f3b4000000-7f3b4345000 rwxp 00000000 fe:00 123      /usr/bin/a file", false)]
    [InlineData("7f3b4000000-7f3b4345000 r-xp 00000000 00:00 0 ", false)]
    [InlineData("7f3b4000000-7f3b4345000 r-xp 00000000 00:00 0        [vdso]", false)]
    [InlineData("7f3b4000000", false)]
    [InlineData("7f3b4000000-", false)]
    [InlineData("", false)]
    public void Only_code_of_a_file_is_taken(string line, bool taken)
    {
        ProgramCode.TryParse(Encoding.UTF8.GetBytes(line), out nuint from, out nuint to).Should().Be(taken);
        ((ulong)from, (ulong)to).Should().Be(taken ? (0x7f3b4000000UL, 0x7f3b4345000UL) : (0UL, 0UL));
    }

    [Fact]
    public void The_program_goes_on_without_its_code()
    {
        for (int i = 0; i < 3; i++)
        {
            ProgramCode.Release();
            File.ReadLines("/proc/self/maps").Should().Contain(line => line.Contains(" r-xp ", StringComparison.Ordinal));
        }
    }
}
