// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The names of the host's users, for people to read; see passwd(5).</summary>
public sealed class UserNames
{
    private uint _uid;
    private string? _name;

    /// <summary>The name of a user, or '#' and the number when the file names none. The file is not read again for who was asked for last.</summary>
    public string Find(uint uid)
    {
        if (_name is null || _uid != uid)
        {
            using FileDescriptor? file = FileDescriptor.TryOpen("/etc/passwd", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, out _);
            _name = (file is null ? null : Find(file.ReadAllBytes(HomeDirectory.MaxFileSize), uid))
                ?? string.Create(CultureInfo.InvariantCulture, $"#{uid}");
            _uid = uid;
        }

        return _name;
    }

    /// <summary>The name of a user in the text of a passwd file, or null.</summary>
    public static string? Find(ReadOnlySpan<byte> passwd, uint uid)
    {
        while (!passwd.IsEmpty)
        {
            int end = passwd.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? passwd : passwd[..end];
            passwd = end < 0 ? default : passwd[(end + 1)..];
            int name = line.IndexOf((byte)':');
            int password = name < 0 ? -1 : line[(name + 1)..].IndexOf((byte)':');
            if (password >= 0
                && Utf8Parser.TryParse(line[(name + password + 2)..], out uint found, out int digits)
                && found == uid && line[(name + password + 2 + digits)..].StartsWith(":"u8))
            {
                return Encoding.UTF8.GetString(line[..name]);
            }
        }

        return null;
    }
}
