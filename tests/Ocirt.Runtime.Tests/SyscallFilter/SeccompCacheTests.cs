// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;

using FluentAssertions;
using Ocirt.Runtime.SyscallFilter;
using Xunit;

namespace Ocirt.Runtime.Tests.SyscallFilter;

public sealed class SeccompCacheTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-cache-").FullName;
    private readonly CompiledFilter _filter = new(Enumerable.Range(0, 80).Select(number => (byte)number).ToArray(), 12);

    private string Root => Path.Combine(_work, "state");

    private string Folder => SeccompCache.PathFor(Root);

    [Fact]
    public void What_was_kept_is_found_again_and_nothing_else()
    {
        using (SeccompCache cache = SeccompCache.TryOpen(Root)!)
        {
            cache.Write("one", _filter);
        }

        using SeccompCache again = SeccompCache.TryOpen(Root + "/")!;
        again.TryRead("one", out CompiledFilter found).Should().BeTrue();
        found.Bytes.ToArray().Should().Equal(_filter.Bytes.ToArray());
        found.Flags.Should().Be(12);
        again.TryRead("two", out _).Should().BeFalse();
        Directory.GetFileSystemEntries(Folder).Should().Equal([Path.Combine(Folder, "one")], because: "no temporary file is left");
        File.GetUnixFileMode(Folder).Should().Be(OwnerOnly);
        File.GetUnixFileMode(Path.Combine(Folder, "one")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_file_with_any_byte_changed_or_missing_is_a_miss()
    {
        using SeccompCache cache = SeccompCache.TryOpen(Root)!;
        cache.Write("one", _filter);
        string file = Path.Combine(Folder, "one");
        byte[] good = File.ReadAllBytes(file);
        for (int i = 0; i < good.Length; i++)
        {
            if (i is >= 12 and < 16)
            {
                // Nothing stands there.
                continue;
            }

            byte[] bad = (byte[])good.Clone();
            bad[i] ^= 1;
            File.WriteAllBytes(file, bad);
            cache.TryRead("one", out _).Should().BeFalse(because: $"byte {i} is another");
            File.WriteAllBytes(file, good[..i]);
            cache.TryRead("one", out _).Should().BeFalse(because: $"there are {i} bytes");
        }

        File.WriteAllBytes(file, [.. good, .. new byte[8]]);
        cache.TryRead("one", out _).Should().BeFalse();
    }

    [Fact]
    public void What_others_could_have_written_is_not_believed()
    {
        using (SeccompCache cache = SeccompCache.TryOpen(Root)!)
        {
            cache.Write("one", _filter);
            File.SetUnixFileMode(Path.Combine(Folder, "one"), UnixFileMode.UserRead | UnixFileMode.GroupWrite);
            cache.TryRead("one", out _).Should().BeFalse();
        }

        File.SetUnixFileMode(Folder, OwnerOnly | UnixFileMode.GroupExecute);
        SeccompCache.TryOpen(Root).Should().BeNull();
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        using SeccompCache cache = SeccompCache.TryOpen(Root)!;
        cache.Write("one", _filter);
        File.CreateSymbolicLink(Path.Combine(Folder, "two"), "one");
        cache.TryRead("two", out _).Should().BeFalse();
        string elsewhere = Path.Combine(_work, "elsewhere");
        Directory.CreateSymbolicLink(SeccompCache.PathFor(elsewhere), Folder);
        SeccompCache.TryOpen(elsewhere).Should().BeNull();
    }

    [Fact]
    public void The_number_of_files_is_bounded()
    {
        using SeccompCache cache = SeccompCache.TryOpen(Root)!;
        for (int i = 0; i < (2 * SeccompCache.Capacity) + 3; i++)
        {
            cache.Write($"key{i}", _filter);
            Directory.GetFiles(Folder).Length.Should().BeLessThanOrEqualTo(SeccompCache.Capacity);
            cache.TryRead($"key{i}", out _).Should().BeTrue();
        }
    }

    [Fact]
    public void Without_a_place_for_it_there_is_none() => SeccompCache.TryOpen(Path.Combine(_work, "no/such/state")).Should().BeNull();

    public void Dispose() => Directory.Delete(_work, recursive: true);
}
