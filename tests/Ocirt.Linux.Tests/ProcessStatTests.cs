// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using System.Text;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class ProcessStatTests
{
    [Fact]
    public void A_name_with_brackets_and_spaces_does_not_move_the_fields()
    {
        string text = "42 (a) Z 1 (b)) S 1 42 42 0 -1 4194624 " + string.Join(' ', Enumerable.Range(10, 12)) + " 777 1 2";

        ProcessStat.TryParse(Encoding.ASCII.GetBytes(text), out ProcessStat stat).Should().BeTrue();

        stat.Should().Be(new ProcessStat('S', 777, 4194624));
        stat.HasNotExecuted.Should().BeTrue();
        stat.HasEnded.Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sh")]
    [InlineData("42 (sh) S 1 2 3")]
    [InlineData("42 (sh) S 1 42 42 0 -1 x 1 2 3 4 5 6 7 8 9 10 11 12 13")]
    public void A_text_without_the_fields_is_refused(string text) =>
        ProcessStat.TryParse(Encoding.ASCII.GetBytes(text), out _).Should().BeFalse();

    [Fact]
    public void A_program_that_was_executed_ended_and_was_waited_for_is_seen_as_such()
    {
        using FileDescriptor program = FileDescriptor.Open("/bin/sleep", Fcntl.O_RDONLY);
        using ChildProcess child = ChildProcess.Open(Spawn.Start(program, ["sleep", "100"], []));

        ProcessStat.TryRead(child.Pid, out ProcessStat running).Should().BeTrue();
        running.HasNotExecuted.Should().BeFalse();
        running.HasEnded.Should().BeFalse();
        child.TrySignal(Signal.SIGKILL);
        child.WaitForEnd(-1).Should().BeTrue();
        ProcessStat.TryRead(child.Pid, out ProcessStat ended).Should().BeTrue();
        ended.HasEnded.Should().BeTrue();
        ended.StartTime.Should().Be(running.StartTime);
        child.Wait();
        ProcessStat.TryRead(child.Pid, out _).Should().BeFalse();
    }
}
