// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>The C library: posix_spawn(3). These functions return the error number themselves.</summary>
internal static unsafe partial class Libc
{
    /// <summary>Room for posix_spawnattr_t, in 8-byte words (glibc needs 42).</summary>
    internal const int SpawnAttributesWords = 64;

    /// <summary>Room for posix_spawn_file_actions_t, in 8-byte words (glibc needs 10).</summary>
    internal const int SpawnActionsWords = 16;

    /// <summary>The size of sigset_t, in 8-byte words.</summary>
    internal const int SignalSetWords = 16;

    [LibraryImport(Library)]
    internal static partial int posix_spawn(int* pid, byte* path, ulong* actions, ulong* attributes, byte** arguments, byte** environment);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_init(ulong* attributes);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_destroy(ulong* attributes);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setflags(ulong* attributes, short flags);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setsigdefault(ulong* attributes, ulong* signals);

    [LibraryImport(Library)]
    internal static partial int posix_spawnattr_setsigmask(ulong* attributes, ulong* signals);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_init(ulong* actions);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_destroy(ulong* actions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int posix_spawn_file_actions_addchdir_np(ulong* actions, string path);

    [LibraryImport(Library)]
    internal static partial int posix_spawn_file_actions_adddup2(ulong* actions, int source, int target);
}
