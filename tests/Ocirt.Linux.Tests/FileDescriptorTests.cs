// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Linq;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class FileDescriptorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ocirt-linux-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_missing_file_is_named_with_the_call_and_the_reason()
    {
        string path = _directory + "/none";

        Action open = () => FileDescriptor.Open(path, Fcntl.O_RDONLY);

        SyscallException thrown = open.Should().Throw<SyscallException>().Which;
        thrown.Message.Should().Be($"open(\"{path}\"): ENOENT: no such file or directory");
        thrown.Errno.Should().Be(Errno.ENOENT);
    }

    [Fact]
    public void A_failure_below_a_directory_shows_what_the_descriptor_is_open_on()
    {
        using FileDescriptor root = OpenDirectory();

        Action open = () => FileDescriptor.OpenInRoot(root, "rootfs/etc", Fcntl.O_PATH);

        open.Should().Throw<SyscallException>()
            .WithMessage($"openat2([{root.Value}]<{_directory}>, \"rootfs/etc\"): ENOENT: no such file or directory");
    }

    [Fact]
    public void A_link_to_the_host_stays_inside_the_root()
    {
        File.CreateSymbolicLink(_directory + "/passwd", "/etc/passwd");
        using FileDescriptor root = OpenDirectory();

        FileDescriptor.TryOpenInRoot(root, "passwd", Fcntl.O_RDONLY, out int errno).Should().BeNull();
        errno.Should().Be(Errno.ENOENT);
    }

    [Fact]
    public void What_is_written_is_read_back_whole()
    {
        byte[] content = new byte[100_000];
        Random.Shared.NextBytes(content);
        using (FileDescriptor file = FileDescriptor.Open(_directory + "/x", Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL, 0x180))
        {
            file.WriteAll(content);
        }

        using FileDescriptor read = FileDescriptor.Open(_directory + "/x", Fcntl.O_RDONLY);
        read.ReadAllBytes(content.Length).Should().Equal(content);
        StatResult stat = read.Stat();
        stat.Size.Should().Be(100_000);
        stat.Mode.Should().Be(Stat.S_IFREG | 0x180);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused()
    {
        File.WriteAllText(_directory + "/x", "12345");
        using FileDescriptor file = FileDescriptor.Open(_directory + "/x", Fcntl.O_RDONLY);

        Action read = () => file.ReadAllBytes(4);

        read.Should().Throw<SyscallException>()
            .WithMessage($"read([{file.Value}]<{_directory}/x>): more than 4 bytes: EFBIG: file too large");
    }

    [Fact]
    public void An_empty_procfs_size_does_not_cut_the_content()
    {
        using FileDescriptor file = FileDescriptor.Open("/proc/self/status", Fcntl.O_RDONLY);

        file.ReadAllBytes(1 << 20).Length.Should().BeGreaterThan(512);
    }

    [Fact]
    public void A_directory_that_exists_is_reported_and_not_thrown()
    {
        using FileDescriptor root = OpenDirectory();

        Directories.MakeDirectoryAt(root, "a", 0x1c0).Should().BeTrue();
        Directories.MakeDirectoryAt(root, "a", 0x1c0).Should().BeFalse();
        Directories.ListDirectory(root).Should().Equal(new DirectoryEntry("a", DirectoryEntryKind.Directory));
        Directories.RemoveDirectory(root, "a").Should().BeTrue();
        Directories.RemoveDirectory(root, "a").Should().BeFalse();
    }

    [Fact]
    public void A_directory_with_many_names_is_listed_whole()
    {
        string[] names = Enumerable.Range(0, 700).Select(i => $"name-{i:d5}").ToArray();
        foreach (string name in names)
        {
            File.WriteAllText(Path.Combine(_directory, name), "");
        }

        using FileDescriptor root = OpenDirectory();
        Directories.ListDirectory(root).Select(e => e.Name).Should().BeEquivalentTo(names);
    }

    [Fact]
    public void A_directory_that_was_removed_has_no_entries()
    {
        string path = Path.Combine(_directory, "removed");
        Directory.CreateDirectory(path);
        using FileDescriptor removed = FileDescriptor.Open(path, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
        Directory.Delete(path);
        Directories.ListDirectory(removed).Should().BeEmpty();
    }

    [Fact]
    public void A_lock_is_refused_while_someone_else_holds_it()
    {
        using FileDescriptor first = OpenDirectory();
        using FileDescriptor second = OpenDirectory();

        first.TryLock(FileLock.LOCK_EX).Should().BeTrue();
        second.TryLock(FileLock.LOCK_EX | FileLock.LOCK_NB).Should().BeFalse();
    }

    [Fact]
    public void Paths_of_the_host_are_resolved()
    {
        Directory.CreateDirectory(_directory + "/a/b");
        HostPaths.Resolve(_directory + "/a/../a/b/").Should().Be(_directory + "/a/b");
        HostPaths.CurrentDirectory().Should().Be(Environment.CurrentDirectory);
        HostPaths.TryFileSystemMagic("/proc", out uint magic).Should().Be(0);
        magic.Should().Be(Stat.PROC_SUPER_MAGIC);
    }

    [Fact]
    public void Every_errno_of_the_kernel_has_a_name()
    {
        for (int errno = 1; errno <= 133; errno++)
        {
            if (errno is not (41 or 58))
            {
                ErrnoText.Name(errno).Should().StartWith("E");
                ErrnoText.Describe(errno).Should().NotBe("unknown error");
            }
        }

        ErrnoText.Name(524).Should().Be("524");
    }

    private FileDescriptor OpenDirectory() => FileDescriptor.Open(_directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY);
}
