// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Xunit;

namespace Ocirt.Linux.Tests;

/// <summary>The walk that stands in for openat2(2) has to end where that does, or fail as it does.</summary>
public sealed class PathInRootTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "file", "up", "absolute", "relative", "loop", "dangling", "slashes", "dot", "proc", "..", ".", "", "nothing"];

    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-walk-").FullName;

    public PathInRootTests()
    {
        foreach (string directory in (string[])["root/a/b", "root/b/a", "outside"])
        {
            Directory.CreateDirectory(Path.Combine(_work, directory));
        }

        foreach (string directory in (string[])["root", "root/a", "root/a/b", "root/b"])
        {
            string place = Path.Combine(_work, directory);
            File.WriteAllText(Path.Combine(place, "file"), "");
            Link(place, "up", "../../../../outside");
            Link(place, "absolute", "/a/b");
            Link(place, "relative", "./b/../a/");
            Link(place, "loop", "loop");
            Link(place, "dangling", "/no/../such");
            Link(place, "slashes", "//b//");
            Link(place, "dot", ".");
            Link(place, "proc", "/proc/self/cwd");
        }
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void Random_paths_end_where_openat2_ends()
    {
        Random random = new(7);
        using FileDescriptor root = FileDescriptor.Open(_work + "/root", Fcntl.O_PATH);
        int found = 0;
        for (int i = 0; i < 20_000; i++)
        {
            List<string> components = [];
            for (int length = random.Next(1, 7); length > 0; length--)
            {
                components.Add(Names[random.Next(Names.Length)]);
            }

            string path = string.Join('/', components);
            if (path.Length == 0)
            {
                continue;
            }

            int flags = random.Next(4) switch
            {
                0 => Fcntl.O_PATH,
                1 => Fcntl.O_PATH | FcntlArch.O_DIRECTORY,
                2 => Fcntl.O_PATH | FcntlArch.O_NOFOLLOW,
                _ => Fcntl.O_RDONLY,
            };
            (ulong Inode, int Errno) expected = Inode(FileDescriptor.TryOpenInRoot(root, path, flags, out int errno), errno);
            (ulong Inode, int Errno) got = Inode(PathInRoot.TryOpen(root, path, flags, out errno), errno);
            got.Should().Be(expected, because: $"'{path}' with flags 0x{flags:x}");
            found += expected.Errno == 0 ? 1 : 0;
        }

        found.Should().BeGreaterThan(1000);
    }

    [Fact]
    public void Magic_links_are_refused_and_the_ordinary_ones_of_procfs_are_not()
    {
        using FileDescriptor root = FileDescriptor.Open("/", Fcntl.O_PATH);
        foreach (string magic in (string[])["proc/self/cwd", "proc/self/root/etc", "proc/self/exe", "proc/self/ns/mnt", "proc/thread-self/fd/0"])
        {
            PathInRoot.TryOpen(root, magic, Fcntl.O_PATH, out int errno).Should().BeNull(because: magic);
            errno.Should().Be(Errno.ELOOP, because: magic);
        }

        using FileDescriptor? mounts = PathInRoot.TryOpen(root, "proc/mounts", Fcntl.O_RDONLY, out _);
        mounts.Should().NotBeNull();
    }

    private static void Link(string place, string name, string target) => File.CreateSymbolicLink(Path.Combine(place, name), target);

    private static (ulong Inode, int Errno) Inode(FileDescriptor? opened, int errno)
    {
        using (opened)
        {
            return (opened?.Stat().Inode ?? 0, errno);
        }
    }
}
