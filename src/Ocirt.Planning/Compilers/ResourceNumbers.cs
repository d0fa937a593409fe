// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Resource limits by name; see getrlimit(2). The numbers are those of x86-64 and arm64.</summary>
internal static class ResourceNumbers
{
    /// <summary>The RLIMIT_* number of a name, or null when there is no such limit.</summary>
    public static uint? Find(string? name) => (uint?)ResourceLimitNames.Parse(name);

    /// <summary>The name of a number, without the prefix and in lower case.</summary>
    public static string NameOf(uint number) => number switch
    {
        0 => "cpu",
        1 => "fsize",
        2 => "data",
        3 => "stack",
        4 => "core",
        5 => "rss",
        6 => "nproc",
        7 => "nofile",
        8 => "memlock",
        9 => "as",
        10 => "locks",
        11 => "sigpending",
        12 => "msgqueue",
        13 => "nice",
        14 => "rtprio",
        15 => "rttime",
        _ => "unknown",
    };
}
