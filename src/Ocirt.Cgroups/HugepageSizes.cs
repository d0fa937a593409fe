// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups.Fs;

namespace Ocirt.Cgroups;

/// <summary>The sizes of huge pages that the kernel has.</summary>
internal static class HugepageSizes
{
    /// <summary>Lists them as the files of the hugetlb controller spell them: <c>2MB</c>.</summary>
    internal static List<string> Read()
    {
        List<string> sizes = [];
        foreach (string directory in CgroupFiles.Children("/sys/kernel/mm/hugepages"))
        {
            // hugepages-2048kB
            string text = directory[(directory.LastIndexOf('-') + 1)..];
            if (text.EndsWith("kB", StringComparison.Ordinal) && ulong.TryParse(text[..^2], out ulong size))
            {
                sizes.Add(size % (1 << 20) == 0 ? $"{size >> 20}GB" : size % 1024 == 0 ? $"{size >> 10}MB" : $"{size}KB");
            }
        }

        return sizes;
    }
}
