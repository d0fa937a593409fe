// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Host;

/// <summary>Reads what the host tells about itself in /proc, /sys and /etc. A test reads from another directory.</summary>
/// <param name="Root">What stands before every path; empty for the host itself.</param>
public sealed record HostFiles(string Root)
{
    private const int LargestFile = 1 << 20;

    /// <summary>Whether something is at a path; links are followed.</summary>
    public bool Exists(string path)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(Root + path, Fcntl.O_PATH, out _);
        return file is not null;
    }

    /// <summary>Whether a directory is at a path; links are followed.</summary>
    public bool IsDirectory(string path)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(Root + path, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, out _);
        return file is not null;
    }

    /// <summary>What is at a path; null when nothing is.</summary>
    public StatResult? Stat(string path)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(Root + path, Fcntl.O_PATH, out _);
        return file?.Stat();
    }

    /// <summary>The text of a small file without white space at its ends; null when it cannot be read.</summary>
    public string? Read(string path)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(Root + path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK, out _);
        try
        {
            return file is null ? null : Encoding.UTF8.GetString(file.ReadAllBytes(LargestFile)).Trim();
        }
        catch (SyscallException)
        {
            return null;
        }
    }

    /// <summary>Whether a file holds a word that stands between blanks, tabs, commas or ends of lines.</summary>
    public bool HasWord(string path, string word)
    {
        ReadOnlySpan<char> text = Read(path) ?? string.Empty;
        foreach (Range range in text.SplitAny(" \t\n,"))
        {
            if (text[range].SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
