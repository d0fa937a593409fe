// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.IO;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The file that tells an engine the pid of the container.</summary>
public static class PidFile
{
    /// <summary>Writes digits without a newline: into a new file beside it, then by rename, so that no link is followed and a reader sees all or nothing.</summary>
    /// <exception cref="ContainerException">The file cannot be written.</exception>
    public static void Write(string path, int pid)
    {
        try
        {
            Replace(path, pid);
        }
        catch (SyscallException refused)
        {
            throw new ContainerException(FailureKind.Host, $"cannot write the pid file '{path}': {ErrnoText.Describe(refused.Errno)}");
        }
    }

    /// <summary>Removes the file again, when the launch fails after it was written; one that names another process stays.</summary>
    internal static void Remove(string path, int pid)
    {
        try
        {
            using (FileDescriptor? file = FileDescriptor.TryOpen(path, Fcntl.O_RDONLY | FcntlArch.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC, out _))
            {
                Span<byte> text = stackalloc byte[16];
                int length = file?.ReadUpTo(text) ?? 0;
                if (!Encoding.ASCII.GetString(text[..length]).Equals(pid.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                {
                    return;
                }
            }

            Directories.Unlink(FileDescriptor.CurrentDirectory, path);
        }
        catch (SyscallException)
        {
            // The failure of the launch is what counts; a stale pid file is no harm that a message would undo.
        }
    }

    private static void Replace(string path, int pid)
    {
        string absolute = System.IO.Path.GetFullPath(path);
        string directory = Path.GetDirectoryName(absolute) ?? "/";
        string temporary = string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(absolute)}.{OwnProcess.Pid}");
        using FileDescriptor parent = FileDescriptor.Open(directory, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
        Directories.Unlink(parent, temporary);
        using (FileDescriptor file = parent.OpenAt(temporary, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0x1A4))
        {
            file.WriteAll(Encoding.ASCII.GetBytes(pid.ToString(CultureInfo.InvariantCulture)));
        }

        Directories.Rename(parent, temporary, parent, Path.GetFileName(absolute));
    }
}
