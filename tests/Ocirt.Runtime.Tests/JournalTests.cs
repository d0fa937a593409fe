// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-journal-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void Lines_come_back_as_they_were_written()
    {
        using StateDirectory state = new StateStore(_work).Claim("box");
        using (Journal journal = Journal.Open(state))
        {
            journal.Write(new JournalEntry("kind", "a b", "", "100%", "line\nbreak", "größe"), new JournalEntry("bare"));
        }

        using (Journal again = Journal.Open(state))
        {
            again.Write(new JournalEntry("later", "1"));
        }

        Journal.Read(state).Should().BeEquivalentTo(
            [new JournalEntry("kind", "a b", "", "100%", "line\nbreak", "größe"), new JournalEntry("bare"), new JournalEntry("later", "1")],
            options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_line_that_was_cut_is_passed_over()
    {
        using StateDirectory state = new StateStore(_work).Claim("box");
        state.Create(Journal.FileName, "whole 1\ncgroup-ma"u8);

        Journal.Read(state).Should().ContainSingle().Which.Kind.Should().Be("whole");
    }

    [Fact]
    public void A_journal_of_nonsense_takes_nothing_away()
    {
        string innocent = Path.Combine(_work, "innocent");
        Directory.CreateDirectory(innocent);
        JournalUndo.TakeBack(
        [
            new JournalEntry("unknown", innocent),
            new JournalEntry(JournalKind.CgroupMade, "0", "", _work, "/innocent", "1", "12345"),
            new JournalEntry(JournalKind.CgroupMade, "0", "", _work, "/innocent"),
            new JournalEntry(JournalKind.CgroupPlanned, "0", "", _work, "/innocent", "-1"),
        ]);

        Directory.Exists(innocent).Should().BeTrue(because: "its inode is another one");
    }

    [Fact]
    public void What_was_planned_and_never_confirmed_goes_only_when_it_is_empty()
    {
        Directory.CreateDirectory(Path.Combine(_work, "parent", "empty"));
        Directory.CreateDirectory(Path.Combine(_work, "parent", "full", "child"));

        JournalUndo.TakeBack([new JournalEntry(JournalKind.CgroupPlanned, "0", "", _work, "/parent/empty", "2")]);
        JournalUndo.TakeBack([new JournalEntry(JournalKind.CgroupPlanned, "0", "", _work, "/parent/full", "2")]);

        Directory.GetDirectories(Path.Combine(_work, "parent")).Should().Equal(Path.Combine(_work, "parent", "full"));
    }
}
