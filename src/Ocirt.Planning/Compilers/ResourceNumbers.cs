// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning.Compilers;

/// <summary>Resource limits by name; see getrlimit(2). The numbers are those of x86-64 and arm64.</summary>
internal static class ResourceNumbers
{
    /// <summary>The RLIMIT_* number of a name, or null when there is no such limit.</summary>
    public static uint? Find(string? name) => name switch
    {
        "RLIMIT_CPU" => 0,
        "RLIMIT_FSIZE" => 1,
        "RLIMIT_DATA" => 2,
        "RLIMIT_STACK" => 3,
        "RLIMIT_CORE" => 4,
        "RLIMIT_RSS" => 5,
        "RLIMIT_NPROC" => 6,
        "RLIMIT_NOFILE" => 7,
        "RLIMIT_MEMLOCK" => 8,
        "RLIMIT_AS" => 9,
        "RLIMIT_LOCKS" => 10,
        "RLIMIT_SIGPENDING" => 11,
        "RLIMIT_MSGQUEUE" => 12,
        "RLIMIT_NICE" => 13,
        "RLIMIT_RTPRIO" => 14,
        "RLIMIT_RTTIME" => 15,
        _ => null,
    };

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
