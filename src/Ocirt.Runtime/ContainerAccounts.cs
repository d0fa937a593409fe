// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// Users and groups by name, from the passwd(5) and group(5) files of a running container. Both are hostile input: they are
/// found beneath the container's root, and read only when they are regular files of a sensible size.
/// </summary>
public static class ContainerAccounts
{
    private const int MaxFileSize = 1 << 20;

    /// <summary>Finds a user.</summary>
    /// <param name="process">A process of the container.</param>
    /// <param name="user">USER or USER:GROUP, each a number or a name.</param>
    /// <returns>The ids; no group when none is given and the user is a number.</returns>
    /// <exception cref="ContainerException">A name is not known, a number too large, or a file out of reach.</exception>
    public static (uint Uid, uint? Gid) Find(ChildProcess process, string user)
    {
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? user : user[..colon];
        string? group = colon < 0 ? null : user[(colon + 1)..];
        uint? gid = null;
        if (!TryNumber(name, out uint uid))
        {
            byte[] passwd = Read(process, "etc/passwd");
            if (!TryFind(passwd, name, out uid, out uint own))
            {
                throw new ContainerException(FailureKind.Account, $"--user '{user}': the container's /etc/passwd has no user '{name}'");
            }

            gid = own;
        }

        if (group is null)
        {
            return (uid, gid);
        }

        if (!TryNumber(group, out uint number) && !TryFind(Read(process, "etc/group"), group, out number, out _))
        {
            throw new ContainerException(FailureKind.Account, $"--user '{user}': the container's /etc/group has no group '{group}'");
        }

        return (uid, number);
    }

    /// <summary>Finds a name in the first field of a line, and takes the numbers in the third and the fourth.</summary>
    /// <returns>False when there is no such line; the second number is 0 when there is none.</returns>
    public static bool TryFind(ReadOnlySpan<byte> file, string name, out uint first, out uint second)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        foreach (Range range in file.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = file[range];
            if (wanted.Length != 0 && line.Length > wanted.Length && line.StartsWith(wanted) && line[wanted.Length] == (byte)':'
                && TryField(line, 2, out first))
            {
                TryField(line, 3, out second);
                return true;
            }
        }

        first = 0;
        second = 0;
        return false;
    }

    private static bool TryField(ReadOnlySpan<byte> line, int index, out uint number)
    {
        foreach (Range range in line.Split((byte)':'))
        {
            if (index-- == 0)
            {
                ReadOnlySpan<byte> field = line[range];
                return Utf8Parser.TryParse(field, out number, out int digits) && digits == field.Length && number != uint.MaxValue;
            }
        }

        number = 0;
        return false;
    }

    // The highest number means "unchanged" to the system calls and is nobody's id.
    private static bool TryNumber(string text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number != uint.MaxValue;

    private static byte[] Read(ChildProcess process, string path)
    {
        string root = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Pid}/root");
        using FileDescriptor? directory = FileDescriptor.TryOpen(root, Fcntl.O_PATH | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC, out _);

        // ORDER: the process is looked at after its root was opened: its pid was its own then.
        int errno = 0;
        using FileDescriptor? file = directory is null || process.WaitForEnd(0)
            ? null
            : FileDescriptor.TryOpenInRoot(directory, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC, out errno);
        if (errno == Errno.EAGAIN)
        {
            throw new ContainerException(FailureKind.Account, $"--user: cannot open the container's /{path}: {ErrnoText.DescribeWalk(errno)}");
        }

        return file is not null && file.Stat() is { FileType: Stat.S_IFREG, Size: <= MaxFileSize } ? file.ReadAllBytes(MaxFileSize) : [];
    }
}
