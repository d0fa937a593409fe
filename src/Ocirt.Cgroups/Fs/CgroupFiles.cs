// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Cgroups.Fs;

/// <summary>Reads and writes the files of cgroups.</summary>
internal static class CgroupFiles
{
    private const int MaximumFileSize = 1 << 22;

    /// <summary>Writes a value.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int TryWrite(string path, string value)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_WRONLY, out int errno);
        return file is null ? errno : TryWrite(file, value);
    }

    /// <summary>Writes a value to an open file.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int TryWrite(FileDescriptor file, string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Span<byte> text = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(value, text);
        return file.TryWrite(text, out _, out int errno) ? 0 : errno;
    }

    /// <summary>
    /// Reads a file whole, without the white space at its ends; null when it is missing, its cgroup was removed, or it
    /// has nothing to say (cgroup.procs of a threaded cgroup).
    /// </summary>
    internal static string? Read(string path)
    {
        using FileDescriptor? file = TryOpen(path);
        if (file is null)
        {
            return null;
        }

        try
        {
            Span<byte> buffer = stackalloc byte[512];
            int length = file.ReadUpTo(buffer);
            return length < buffer.Length
                ? Encoding.UTF8.GetString(buffer[..length]).Trim()
                : (Encoding.UTF8.GetString(buffer) + Encoding.UTF8.GetString(file.ReadAllBytes(MaximumFileSize))).Trim();
        }
        catch (SyscallException failure) when (failure.Errno is Errno.ENODEV or Errno.EOPNOTSUPP or Errno.ESRCH)
        {
            return null;
        }
    }

    /// <summary>Whether a file of one digit says 1; one that <see cref="Read"/> has nothing of does not.</summary>
    internal static bool IsSet(string path)
    {
        using FileDescriptor? file = TryOpen(path);
        Span<byte> digit = stackalloc byte[1];
        try
        {
            return file is not null && file.Read(digit) == 1 && digit[0] == '1';
        }
        catch (SyscallException failure) when (failure.Errno is Errno.ENODEV or Errno.EOPNOTSUPP or Errno.ESRCH)
        {
            return false;
        }
    }

    /// <summary>Whether a file has a line.</summary>
    internal static bool HasLine(string path, string line)
    {
        foreach (ReadOnlySpan<char> candidate in (Read(path) ?? "").AsSpan().EnumerateLines())
        {
            if (candidate.SequenceEqual(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a cgroup has no process of its own.</summary>
    internal static bool IsEmpty(string directory) => string.IsNullOrEmpty(Read(directory + "/cgroup.procs"));

    /// <summary>Lists the child cgroups.</summary>
    internal static List<string> Children(string directory)
    {
        List<string> children = [];
        using FileDescriptor? handle = FileDescriptor.TryOpen(directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY, out _);
        if (handle is not null)
        {
            foreach (DirectoryEntry entry in Directories.ListDirectory(handle))
            {
                if (entry.Kind == DirectoryEntryKind.Directory)
                {
                    children.Add(directory + "/" + entry.Name);
                }
            }
        }

        return children;
    }

    private static FileDescriptor? TryOpen(string path)
    {
        FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY, out int errno);
        return file is not null || errno is Errno.ENOENT or Errno.ENODEV or Errno.ENOTDIR or Errno.ESRCH
            ? file
            : throw new CgroupException($"opening '{path}': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
    }
}
