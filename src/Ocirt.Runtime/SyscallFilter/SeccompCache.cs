// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>
/// Compiled filters of earlier runs, beside the state root: compiling docker's profile takes longer than everything else
/// that a launch does. Whatever is odd about the directory or a file makes it a miss, never an error.
/// </summary>
/// <remarks>
/// A file is believed when it and the directory belong to this user and nobody else can write them, and when its size
/// and checksum fit; the kernel checks the instructions again when they are loaded.
/// </remarks>
public sealed class SeccompCache : IDisposable
{
    /// <summary>How many filters are kept; a full cache starts anew.</summary>
    public const int Capacity = 64;

    private const ulong Magic = 0x31_46_43_53_54_43_4f; // "OCTSCF1"
    private const int HeadLength = 16 + Sha256.Length;
    private const int LongestFile = HeadLength + (4096 * sizeof(ulong));
    private const uint OthersMayWrite = 0x12; // 0022
    private const uint OthersMayAnything = 0x3f; // 0077

    private readonly FileDescriptor _directory;

    private SeccompCache(FileDescriptor directory) => _directory = directory;

    /// <summary>Opens the cache that belongs to a state root, and makes it when it is missing.</summary>
    /// <param name="stateRoot">The state root.</param>
    /// <returns>The cache, or null when there can be none that is safe.</returns>
    public static SeccompCache? TryOpen(string stateRoot)
    {
        string path = PathFor(stateRoot);
        const int flags = Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        FileDescriptor? directory = FileDescriptor.TryOpen(path, flags, out int errno);
        if (errno == Errno.ENOENT && Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, path, 0x1C0) == 0)
        {
            directory = FileDescriptor.TryOpen(path, flags, out errno);
        }

        if (directory is null)
        {
            return null;
        }

        StatResult about = directory.Stat();
        if (about.UserId == OwnProcess.EffectiveUserId && (about.Mode & OthersMayAnything) == 0)
        {
            return new(directory);
        }

        directory.Dispose();
        return null;
    }

    /// <summary>Where the cache of a state root lies: beside it, since every entry inside is a container.</summary>
    public static string PathFor(string stateRoot) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateRoot)) + "-cache";

    /// <summary>Looks a filter up.</summary>
    /// <param name="key">Its name; see <see cref="SeccompKey"/>.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>Whether it is there and can be believed.</returns>
    public bool TryRead(string key, out CompiledFilter filter)
    {
        filter = default;
        using FileDescriptor? file = _directory.TryOpenAt(
            key, Fcntl.O_RDONLY | FcntlArch.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC, 0, out _);
        if (file is null)
        {
            return false;
        }

        StatResult about = file.Stat();
        bool isOurs = about.FileType == Stat.S_IFREG && about.UserId == OwnProcess.EffectiveUserId && (about.Mode & OthersMayWrite) == 0;
        if (!isOurs || about.Size is <= HeadLength or > LongestFile || (about.Size - HeadLength) % sizeof(ulong) != 0)
        {
            return false;
        }

        byte[] content = new byte[(int)about.Size];
        if (file.ReadUpTo(content) != content.Length || BinaryPrimitives.ReadUInt64LittleEndian(content) != Magic)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[Sha256.Length];
        Checksum(content, digest);
        if (!digest.SequenceEqual(content.AsSpan(16, Sha256.Length)))
        {
            return false;
        }

        filter = new(content.AsMemory(HeadLength), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(8)));
        return true;
    }

    /// <summary>Keeps a filter, as far as the host lets it.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="filter">The filter.</param>
    public void Write(string key, CompiledFilter filter)
    {
        byte[] content = new byte[HeadLength + filter.Bytes.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(content, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(8), filter.Flags);
        filter.Bytes.Span.CopyTo(content.AsSpan(HeadLength));
        Checksum(content, content.AsSpan(16, Sha256.Length));
        string temporary = string.Create(CultureInfo.InvariantCulture, $".{key}.{OwnProcess.Pid}");
        try
        {
            MakeRoom();
            const int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
            using (FileDescriptor? file = _directory.TryOpenAt(temporary, flags, 0x180, out _))
            {
                if (file is null)
                {
                    return;
                }

                file.WriteAll(content);
            }

            Directories.Rename(_directory, temporary, _directory, key);
        }
        catch (SyscallException)
        {
            // A full or read-only file system: the next run compiles again.
            _ = Directories.TryUnlink(_directory, temporary);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private void MakeRoom()
    {
        // A descriptor of its own: listing moves the position, which starts at the beginning once.
        using FileDescriptor listing = _directory.OpenAt(".", Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
        List<DirectoryEntry> entries = Directories.ListDirectory(listing);
        if (entries.Count < Capacity)
        {
            return;
        }

        foreach (DirectoryEntry entry in entries)
        {
            _ = Directories.TryUnlink(_directory, entry.Name);
        }
    }

    /// <summary>The digest of flags and instructions, which stand around the place of the digest.</summary>
    private static void Checksum(ReadOnlySpan<byte> content, Span<byte> digest)
    {
        Span<byte> flags = stackalloc byte[Sha256.Length + 8];
        content.Slice(8, 8).CopyTo(flags);
        Sha256.Hash(content[HeadLength..], flags[8..]);
        Sha256.Hash(flags, digest);
    }
}
