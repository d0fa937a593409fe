// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Init.Tests;

/// <summary>The walk that stands in for openat2(2) has to end where that does, or fail as it does, and close what it opened.</summary>
public sealed class WalkTests : IDisposable
{
    private static readonly string[] s_names =
        ["a", "b", "file", "up", "absolute", "relative", "loop", "dangling", "slashes", "dot", "parent", "chain", "..", ".", "", "nothing"];

    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-init-walk-").FullName;

    private string Root => _work + "/root";

    public WalkTests()
    {
        Directory.CreateDirectory(_work + "/outside");
        foreach (string directory in (string[])["root", "root/a", "root/a/b", "root/b", "root/b/a"])
        {
            string place = Directory.CreateDirectory(Path.Combine(_work, directory)).FullName;
            File.WriteAllText(place + "/file", "");
            Link(place, "up", "../../../../outside");
            Link(place, "absolute", "/a/b");
            Link(place, "relative", "./b/../a/");
            Link(place, "loop", "loop");
            Link(place, "dangling", "/no/../such");
            Link(place, "slashes", "//b//");
            Link(place, "dot", ".");
            Link(place, "parent", "..");
            Link(place, "chain", "relative/./absolute/..");
        }
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void Random_paths_end_where_openat2_ends_and_leave_nothing_open()
    {
        Random random = new(11);
        int found = 0;
        for (int i = 0; i < 10_000; i++)
        {
            List<string> components = [""];
            for (int length = random.Next(1, 8); length > 0; length--)
            {
                components.Add(s_names[random.Next(s_names.Length)]);
            }

            string path = string.Join('/', components);
            (ulong Inode, int Errno) expected = WalkKernel.OpenInRoot(Root, path);
            WalkKernel.Walk(Root, path, out int left).Should().Be(expected, because: path);
            left.Should().Be(0, because: $"of {path}");
            found += expected.Errno == 0 ? 1 : 0;
        }

        found.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Forty_links_are_followed_and_not_one_more()
    {
        for (int i = 0; i < 42; i++)
        {
            Link(Root, "link" + i, i == 0 ? "a" : "link" + (i - 1));
        }

        WalkKernel.Walk(Root, "/link39", out _).Should().Be(WalkKernel.OpenInRoot(Root, "/link39"));
        WalkKernel.Walk(Root, "/link40", out int left).Should().Be((0, Errno.ELOOP));
        WalkKernel.OpenInRoot(Root, "/link40").Should().Be((0, Errno.ELOOP));
        left.Should().Be(0);
    }

    [Theory]
    [InlineData(4000, 0)]
    [InlineData(4200, Errno.ENAMETOOLONG)]
    public void A_path_is_as_long_as_the_kernel_takes_it(int length, int error)
    {
        string path = "/" + string.Concat(Enumerable.Repeat("./", length / 2)) + "a";
        WalkKernel.Walk(Root, path, out int left).Errno.Should().Be(error);
        WalkKernel.OpenInRoot(Root, path).Errno.Should().Be(error);
        left.Should().Be(0);
    }

    [Fact]
    public void A_directory_that_is_moved_out_meanwhile_takes_the_walk_nowhere()
    {
        const int Walks = 5000;
        Directory.CreateDirectory(Root + "/x/y");
        File.WriteAllText(_work + "/outside/secret", "");
        bool ends = false;
        Thread attacker = new(() =>
        {
            while (!Volatile.Read(ref ends))
            {
                Directory.Move(Root + "/x", _work + "/outside/x");
                Directory.Move(_work + "/outside/x", Root + "/x");
            }
        });
        attacker.Start();
        try
        {
            for (int i = 0; i < Walks; i++)
            {
                (ulong inode, int errno) = WalkKernel.Walk(Root, "/x/y/../../secret", out int left);
                inode.Should().Be(0, because: "above the directory that was moved lies what is not of the root");
                errno.Should().Be(Errno.ENOENT);
                left.Should().Be(0);
            }
        }
        finally
        {
            Volatile.Write(ref ends, true);
            attacker.Join();
        }
    }

    private static void Link(string place, string name, string target) => File.CreateSymbolicLink(Path.Combine(place, name), target);
}
