// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Flags of <c>spawn.h</c>; see posix_spawn(3).</summary>
public static class PosixSpawn
{
    /// <summary>The child gets a process group of its own, or joins one.</summary>
    public const short POSIX_SPAWN_SETPGROUP = 2;

    /// <summary>Sets the listed signals to their default action.</summary>
    public const short POSIX_SPAWN_SETSIGDEF = 4;

    /// <summary>Sets the signal mask.</summary>
    public const short POSIX_SPAWN_SETSIGMASK = 8;
}
