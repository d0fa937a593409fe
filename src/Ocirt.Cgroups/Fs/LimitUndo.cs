// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;

namespace Ocirt.Cgroups.Fs;

/// <summary>Gives files of cgroups their old values back.</summary>
internal static class LimitUndo
{
    /// <summary>Reads what a file holds now: all of it, or the line for the device or name that is meant.</summary>
    /// <returns>The value, or null when there is none.</returns>
    internal static string? Read(string directory, in LimitWrite limit)
    {
        string? content = CgroupFiles.Read(directory + "/" + limit.File)
            ?? (limit.OtherFile is null ? null : CgroupFiles.Read(directory + "/" + limit.OtherFile));
        if (content is null)
        {
            return null;
        }

        if (limit.Key is null)
        {
            // memory.oom_control shows 'oom_kill_disable 0' and more lines, and takes the number alone.
            int end = content.IndexOf('\n', StringComparison.Ordinal);
            string line = end < 0 ? content : content[..end];
            return limit.File == "memory.oom_control" ? line[(line.LastIndexOf(' ') + 1)..] : line;
        }

        foreach (ReadOnlySpan<char> line in content.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(limit.Key, StringComparison.Ordinal) && line.Length > limit.Key.Length && line[limit.Key.Length] == ' ')
            {
                return line.ToString();
            }
        }

        return null;
    }

    /// <summary>The write that restores what a file holds now, or null when there is nothing to restore.</summary>
    internal static LimitWrite? Prepare(string directory, in LimitWrite limit)
    {
        string? value = Read(directory, limit) ?? limit.Unset;
        return value is null ? null : limit with { Value = value, OtherValue = value };
    }

    /// <summary>Restores values, the last one that was written first.</summary>
    /// <returns>Null, or what could not be restored.</returns>
    internal static string? Restore(List<(string Directory, LimitWrite Limit)> undo)
    {
        undo.Reverse();
        List<(string Directory, LimitWrite Limit)> pending = undo;
        while (pending.Count > 0)
        {
            List<(string Directory, LimitWrite Limit)> refused = [];
            foreach ((string directory, LimitWrite limit) in pending)
            {
                if (LimitWriter.TryWrite(directory, limit) is not (0 or Errno.ENOENT or Errno.ENODEV))
                {
                    refused.Add((directory, limit));
                }
            }

            if (refused.Count == pending.Count)
            {
                return $"'{refused[0].Directory}/{refused[0].Limit.File}' could not be given its old value '{refused[0].Limit.Value}' back";
            }

            pending = refused;
        }

        return null;
    }
}
