// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;

namespace Ocirt.Planning.Compilers;

/// <summary>The parameters of a new file system in both forms: for fsconfig(2) and for mount(2).</summary>
/// <param name="List">'f' key NUL, or 's' key NUL value NUL, for each.</param>
/// <param name="Data">Joined by commas.</param>
/// <param name="NeedsClassic">Whether fsconfig(2) cannot take them.</param>
internal readonly record struct FilesystemOptions(BlobRef List, BlobRef Data, bool NeedsClassic)
{
    // KERNEL: fsconfig(2) copies keys and values of up to 255 bytes; longer ones are EINVAL.
    private const int MaxLength = 255;

    // KERNEL: what every file system takes as a flag is the list of fs/fs_context.c. The change counter and
    // the silence about errors are only known to mount(2).
    private const uint ClassicOnly = Mount.MS_I_VERSION | Mount.MS_SILENT;

    /// <summary>Stores the parameters in a plan's blob.</summary>
    /// <param name="writer">The plan.</param>
    /// <param name="superblock">MS_* flags of the superblock.</param>
    /// <param name="data">What the file system itself understands.</param>
    public static FilesystemOptions Write(PlanWriter writer, uint superblock, List<string> data)
    {
        var list = new StringBuilder();
        AddFlag(list, superblock, Mount.MS_RDONLY, "ro");
        AddFlag(list, superblock, Mount.MS_SYNCHRONOUS, "sync");
        AddFlag(list, superblock, Mount.MS_DIRSYNC, "dirsync");
        AddFlag(list, superblock, Mount.MS_LAZYTIME, "lazytime");
        AddFlag(list, superblock, Mount.MS_MANDLOCK, "mand");
        bool classic = (superblock & ClassicOnly) != 0;
        foreach (string option in data)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                list.Append('f').Append(option).Append('\0');
            }
            else
            {
                list.Append('s').Append(option, 0, equals).Append('\0').Append(ValueOf(option, equals)).Append('\0');
            }

            // A comma parts two parameters in one option, or is escaped in a way that only the monolithic
            // form knows.
            classic |= Encoding.UTF8.GetByteCount(option.AsSpan(equals + 1)) > MaxLength || (option.Contains(',', StringComparison.Ordinal) && !IsLabel(option));
        }

        return new FilesystemOptions(
            writer.Bytes(Encoding.UTF8.GetBytes(list.ToString())),
            writer.Text(string.Join(',', data)),
            classic);
    }

    /// <summary>Whether an option is a label of SELinux, whose categories may be parted by commas.</summary>
    private static bool IsLabel(string option) =>
        option.StartsWith("context=", StringComparison.Ordinal)
        || option.StartsWith("fscontext=", StringComparison.Ordinal)
        || option.StartsWith("defcontext=", StringComparison.Ordinal)
        || option.StartsWith("rootcontext=", StringComparison.Ordinal);

    /// <summary>The value, without the quotes that hold a label together in the monolithic form.</summary>
    private static ReadOnlySpan<char> ValueOf(string option, int equals)
    {
        ReadOnlySpan<char> value = option.AsSpan(equals + 1);
        return IsLabel(option) && value.Length > 1 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
    }

    private static void AddFlag(StringBuilder list, uint flags, uint flag, string key)
    {
        if ((flags & flag) != 0)
        {
            list.Append('f').Append(key).Append('\0');
        }
    }
}
