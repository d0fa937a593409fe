// SPDX-License-Identifier: Apache-2.0

using System.Text;
using FluentAssertions;
using Ocirt.Cli.Output;
using Xunit;

namespace Ocirt.Cli.Tests;

public sealed class VersionTests
{
    [Fact]
    public void The_lines_are_those_that_engines_look_for() =>
        Encoding.UTF8.GetString(VersionText.Compose("2.5.4")).Should().MatchRegex(
            "^ocirt version [0-9.]+\ncommit: (unknown|[0-9a-f]{40}(-dirty)?)\nspec: 1.3.0\nlibseccomp: 2.5.4\ndotnet: [0-9.]+\n$");

    [Fact]
    public void A_library_that_is_not_there_has_no_line() =>
        Encoding.UTF8.GetString(VersionText.Compose()).Should().NotContain("libseccomp");
}
