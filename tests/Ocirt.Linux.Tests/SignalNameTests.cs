// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class SignalNameTests
{
    [Theory]
    [InlineData("9", 9)]
    [InlineData("0", 0)]
    [InlineData("64", 64)]
    [InlineData("KILL", 9)]
    [InlineData("SIGKILL", 9)]
    [InlineData("sigterm", 15)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("RTMAX-1", 63)]
    [InlineData("SIGPOLL", 29)]
    [InlineData("sys", 31)]
    public void A_signal_is_known_by_number_and_name(string text, int number)
    {
        SignalName.TryParse(text, out int signal).Should().BeTrue();
        signal.Should().Be(number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("+9")]
    [InlineData("9 ")]
    [InlineData("SIG")]
    [InlineData("NOSUCH")]
    [InlineData("SIGSIGKILL")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMAX-31")]
    [InlineData("RTMAX-40")]
    [InlineData("RTMIN-1")]
    public void Anything_else_is_none(string text) => SignalName.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Every_signal_that_has_a_name_is_found_by_it()
    {
        for (int signal = 1; signal <= 64; signal++)
        {
            SignalName.TryParse(SignalName.Of(signal), out int found).Should().BeTrue();
            found.Should().Be(signal);
        }
    }
}
