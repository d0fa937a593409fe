// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Runtime.Host;

namespace Ocirt.Runtime.Resctrl;

/// <summary>The resctrl file system of a host (Documentation/filesystems/resctrl.rst of the kernel).</summary>
internal static class ResctrlHost
{
    private const string UsualPlace = "/sys/fs/resctrl";

    /// <summary>Finds where it is mounted: at the usual place, or wherever mountinfo has it.</summary>
    /// <param name="files">The host.</param>
    /// <returns>The directory; null when it is mounted nowhere.</returns>
    internal static string? Find(HostFiles files)
    {
        if (files.Exists(UsualPlace + "/schemata"))
        {
            return UsualPlace;
        }

        foreach (ReadOnlySpan<char> line in (files.Read("/proc/self/mountinfo") ?? string.Empty).AsSpan().EnumerateLines())
        {
            int separator = line.IndexOf(" - resctrl ", StringComparison.Ordinal);
            if (separator >= 0)
            {
                return line[..separator].ToString().Split(' ')[4];
            }
        }

        return null;
    }
}
