// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class ProcessStatTests
{
    [Fact]
    public void A_name_with_brackets_and_spaces_does_not_move_the_fields()
    {
        string text = "42 (a) Z 1 (b)) S 1 42 42 0 -1 4194624 " + string.Join(' ', Enumerable.Range(10, 12)) + " 777 " + string.Join(' ', Enumerable.Range(23, 8)) + " 514 1 2";

        ProcessStat.TryParse(Encoding.ASCII.GetBytes(text), out ProcessStat stat).Should().BeTrue();

        stat.Should().Be(new ProcessStat('S', 777, 4194624, 514));
        stat.HasNotExecuted.Should().BeTrue();
        stat.HasEnded.Should().BeFalse();
        stat.IsDying.Should().BeFalse(because: "514 is SIGINT and SIGUSR1");
    }

    [Theory]
    [InlineData('R', 0u, 256ul)]
    [InlineData('D', 4u, 0ul)]
    [InlineData('Z', 0u, 0ul)]
    public void A_process_that_was_killed_is_dying_before_it_has_ended(char state, uint flags, ulong pending) =>
        new ProcessStat(state, 1, flags, pending).IsDying.Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("42 (sh")]
    [InlineData("42 (sh) S 1 2 3")]
    [InlineData("42 (sh) S 1 42 42 0 -1 x 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25")]
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

    /// <summary>The kernel has two ways to say that there is no process any more.</summary>
    [Fact]
    public void A_process_that_goes_away_while_it_is_looked_at_is_no_error()
    {
        using FileDescriptor program = FileDescriptor.Open("/bin/true", Fcntl.O_RDONLY);
        for (int i = 0; i < 200; i++)
        {
            int pid = Spawn.Start(program, ["true"], []);
            Task looking = Task.Run(
                () =>
                {
                    while (ProcessStat.TryRead(pid, out ProcessStat stat) && !stat.HasNotExecuted)
                    {
                    }
                },
                TestContext.Current.CancellationToken);
            ChildProcess.Wait(pid);
            Action look = () => looking.Wait(TestContext.Current.CancellationToken);
            look.Should().NotThrow();
        }
    }
}
