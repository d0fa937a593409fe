// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class TerminalTests
{
    private const string Asked = "\"terminal\":true";

    [Fact]
    public void A_terminal_comes_after_the_session_and_the_devices_and_before_anything_is_read_only()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(process: Asked, top: "\"root\":{\"path\":\"rootfs\",\"readonly\":true}")));

        names.Should().ContainInOrder("new-session", "symlink", "terminal", "change-mount", "reopen-null", "pivot-root", "ids");
    }

    [Theory]
    [InlineData(Asked, "terminal       on /dev/console ")]
    [InlineData(Asked + ",\"consoleSize\":{\"height\":25,\"width\":80}", "terminal       80x25 on /dev/console ")]
    public void The_size_is_the_configurations(string process, string line) =>
        PlanText.Render(TestBundle.Build(TestBundle.Config(process: process))).Should().Contain(line);

    [Fact]
    public void The_callers_own_size_and_newlines_come_first()
    {
        LaunchOptions options = TestBundle.Options with { TerminalSize = new(50, 132), HasPlainNewlines = true };
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: Asked + ",\"consoleSize\":{\"height\":25,\"width\":80}"), options: options));

        text.Should().Contain("terminal       132x50 on /dev/console plain newlines ");
    }

    [Theory]
    [InlineData("\"terminal\":false,\"consoleSize\":{\"height\":25,\"width\":80}")]
    [InlineData("\"consoleSize\":{\"height\":25,\"width\":80}")]
    public void Without_a_terminal_its_size_means_nothing(string process) =>
        PlanText.Render(TestBundle.Build(TestBundle.Config(process: process))).Should().NotContain("  terminal ");

    [Fact]
    public void Variables_of_the_runtime_come_last_and_replace_those_of_the_configuration()
    {
        LaunchPlan plan = TestBundle.Build(
            TestBundle.Config(process: "\"env\":[\"LISTEN_FDS=9\",\"HOME=/\"]"),
            options: TestBundle.Options with { Environment = ["LISTEN_FDS=2", "LISTEN_PID=1"] });

        PlanReader.Open(plan.Bytes, out PlanReader reader);
        reader.Table(reader.Step<Abi.Plan.Steps.ExecStep>(reader.StepCount - 1).Environment).Should().Equal("HOME=/", "LISTEN_FDS=2", "LISTEN_PID=1");
    }
}
