// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Text;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>Finds a user's home directory in a passwd(5) file of the container, which is hostile input.</summary>
public static class HomeDirectory
{
    /// <summary>The longest passwd file that is read, in bytes.</summary>
    public const int MaxFileSize = 1 << 20;

    /// <summary>The home directory of <paramref name="uid"/>, or "/" when the file names none.</summary>
    /// <remarks>Only the numeric field counts, and it must be all digits: a name that looks like a number is no user (CVE-2016-3697).</remarks>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> passwd, uint uid)
    {
        while (!passwd.IsEmpty)
        {
            int end = passwd.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? passwd : passwd[..end];
            passwd = end < 0 ? default : passwd[(end + 1)..];
            ReadOnlySpan<byte> home = HomeOf(line, uid);
            if (!home.IsEmpty)
            {
                return home;
            }
        }

        return "/"u8;
    }

    /// <summary>What init is told: "HOME=" and the home directory of a user, or "/" where that is too long.</summary>
    /// <param name="passwd">The container's own file, or null when it has none.</param>
    /// <param name="uid">The user.</param>
    internal static byte[] Answer(FileDescriptor? passwd, uint uid)
    {
        byte[] content = [];
        if (passwd is not null && passwd.Stat().FileType == Stat.S_IFREG && passwd.Stat().Size <= MaxFileSize)
        {
            content = passwd.ReadAllBytes(MaxFileSize);
        }

        ReadOnlySpan<byte> home = Find(content, uid);
        return home.Length > FillMessage.DataCapacity - 8 ? [.. "HOME=/"u8] : [.. "HOME="u8, .. home];
    }

    private static ReadOnlySpan<byte> HomeOf(ReadOnlySpan<byte> line, uint uid)
    {
        for (int field = 0; field < 2; field++)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                return default;
            }

            line = line[(colon + 1)..];
        }

        if (!Utf8Parser.TryParse(line, out uint found, out int digits) || digits >= line.Length || line[digits] != (byte)':' || found != uid)
        {
            return default;
        }

        for (int field = 0; field < 3; field++)
        {
            int colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                return default;
            }

            line = line[(colon + 1)..];
        }

        int stop = line.IndexOf((byte)':');
        ReadOnlySpan<byte> home = stop < 0 ? line : line[..stop];
        return home.IndexOf((byte)0) >= 0 || home.IsEmpty || home[0] != (byte)'/' ? default : home;
    }
}
