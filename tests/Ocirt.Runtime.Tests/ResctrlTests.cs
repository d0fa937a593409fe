// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;

using FluentAssertions;

using Ocirt.Runtime.Host;
using Ocirt.Runtime.Resctrl;

using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>What is known of resctrl without a kernel that has it. The end-to-end tests run containers on a tree of files.</summary>
public sealed class ResctrlTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ocirt-resctrl-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("L3:0=7f0;1=1f", "L3:0=7f0;1=1f", true)]
    [InlineData("    L3:0=07f0;1=0001f", "L3:1=1F", true)]
    [InlineData("MB:0=  20;1=  70", "MB:1=070", true)]
    [InlineData("L3:0=7f0", "L3:0=7f0;1=1f", false)]
    [InlineData("L3:0=7f0", "L3:0=7f", false)]
    [InlineData("L3CODE:0=7f0", "L3:0=7f0", false)]
    public void A_line_is_compared_by_what_it_says(string file, string line, bool isThere) =>
        Schemata.Has(Schemata.LinesOf("L2:0=7f0\n" + file + "\n"), line).Should().Be(isThere);

    [Fact]
    public void It_is_found_at_its_usual_place_or_by_mountinfo()
    {
        HostFiles files = new(_root);
        ResctrlHost.Find(files).Should().BeNull();

        Write("proc/self/mountinfo", "26 1 0:24 / /proc rw - proc proc rw\n40 26 0:30 / /mnt/rdt rw,relatime shared:9 - resctrl resctrl rw\n");
        ResctrlHost.Find(files).Should().Be("/mnt/rdt");

        Write("sys/fs/resctrl/schemata", "L3:0=f\n");
        ResctrlHost.Find(files).Should().Be("/sys/fs/resctrl");
    }

    [Fact]
    public void What_was_made_is_taken_back_and_nothing_else()
    {
        string planned = Make("planned"), used = Make("used"), own = Make("own"), shared = Make("shared"), foreign = Make("foreign");
        Write("used/tasks", "17\n");
        List<JournalEntry> entries =
        [
            ResctrlJournal.Planned(planned, isShared: false),
            ResctrlJournal.Planned(used, isShared: false),
            ResctrlJournal.Made(own, isShared: false),
            ResctrlJournal.Made(shared, isShared: true),
            new JournalEntry(JournalKind.ResctrlMade, foreign, "own", "1"),
            new JournalEntry(JournalKind.ResctrlKept),
        ];

        ResctrlJournal.TakeBack(entries);
        Directory.GetDirectories(_root).Should().BeEquivalentTo([used, shared, foreign], because: "one is in use, one is named by the configuration, one is another's");

        ResctrlJournal.TakeBack(entries[..^1]);
        Directory.Exists(shared).Should().BeFalse(because: "the container was never complete");
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }
}
