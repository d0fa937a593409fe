// SPDX-License-Identifier: Apache-2.0

using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime.Resctrl;

/// <summary>Reads and writes the files of resctrl, and tells what its kernel says about a refusal.</summary>
internal static class ResctrlFiles
{
    private const int LargestFile = 1 << 20;

    /// <summary>The text of a file without white space at its ends; null when it is missing.</summary>
    internal static string? Read(string path)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY, out _);
        return file is null ? null : Encoding.UTF8.GetString(file.ReadAllBytes(LargestFile)).Trim();
    }

    /// <summary>Writes a file in one call.</summary>
    /// <returns>0, or the error number.</returns>
    internal static int TryWrite(string path, string text)
    {
        // The flags are those of a shell's '>': the kernel has made the file, and takes no other one.
        using FileDescriptor? file = FileDescriptor.CurrentDirectory.TryOpenAt(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, 0x1A4, out int errno);
        return file is null ? errno : file.TryWrite(Encoding.UTF8.GetBytes(text), out _, out errno) ? 0 : errno;
    }

    /// <summary>What the kernel refused and why, in its own words where it has some.</summary>
    /// <param name="root">Where resctrl is mounted.</param>
    /// <param name="call">The system call.</param>
    /// <param name="errno">Its error.</param>
    internal static string Explain(string root, string call, int errno)
    {
        string words = Read(root + "/info/last_cmd_status") is { Length: > 0 } status && status != "ok" ? $" ({status})" : string.Empty;
        return $"{call}: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}{words}";
    }
}
