// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <content>Programs of the host, by their path.</content>
public static unsafe partial class Spawn
{
    /// <summary>
    /// Starts a program of the host in a process group of its own, with no signal blocked, every signal at its default
    /// action, and nothing open but 0, 1 and 2.
    /// </summary>
    /// <param name="path">The program or script, an absolute path.</param>
    /// <param name="arguments">The arguments, the program's name first.</param>
    /// <param name="environment">The whole environment.</param>
    /// <param name="directory">Where it starts.</param>
    /// <param name="input">Its standard input; a descriptor above 2.</param>
    /// <param name="output">Its standard output; a descriptor above 2.</param>
    /// <param name="error">Its standard error; a descriptor above 2.</param>
    /// <param name="errno">0, or why it cannot be executed.</param>
    /// <returns>The child's pid, which is its process group as well; the caller waits for it. 0 when there is none.</returns>
    public static int TryStartProgram(
        string path,
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> environment,
        string directory,
        FileDescriptor input,
        FileDescriptor output,
        FileDescriptor error,
        out int errno)
    {
        MarkInherited(3);
        ulong* attributes = stackalloc ulong[Libc.SpawnAttributesWords];
        ulong* actions = stackalloc ulong[Libc.SpawnActionsWords];
        Initialize(attributes, actions);
        try
        {
            ResetSignals(attributes, PosixSpawn.POSIX_SPAWN_SETPGROUP);
            Check("posix_spawn_file_actions_adddup2", Libc.posix_spawn_file_actions_adddup2(actions, input.Value, 0));
            Check("posix_spawn_file_actions_adddup2", Libc.posix_spawn_file_actions_adddup2(actions, output.Value, 1));
            Check("posix_spawn_file_actions_adddup2", Libc.posix_spawn_file_actions_adddup2(actions, error.Value, 2));
            Check("posix_spawn_file_actions_addchdir_np", Libc.posix_spawn_file_actions_addchdir_np(actions, directory));
            return Execute(path, arguments, environment, actions, attributes, out errno);
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            _ = Libc.posix_spawnattr_destroy(attributes);
        }
    }

    private static int Execute(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, ulong* actions, ulong* attributes, out int errno)
    {
        byte[] text = new byte[Room(arguments) + Room(environment) + Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        nint[] argumentPointers = new nint[arguments.Count + 1];
        nint[] environmentPointers = new nint[environment.Count + 1];
        fixed (byte* start = text)
        fixed (nint* first = argumentPointers, second = environmentPointers)
        {
            // SAFETY: text is pinned while the pointers into it are used; every string ends in the NUL of the new array.
            int used = Encoding.UTF8.GetBytes(path, text) + 1;
            used = Place(arguments, text, used, start, argumentPointers);
            _ = Place(environment, text, used, start, environmentPointers);
            int pid = 0;
            errno = Libc.posix_spawn(&pid, start, actions, attributes, (byte**)first, (byte**)second);
            return errno == 0 ? pid : 0;
        }
    }

    private static int Place(IReadOnlyList<string> entries, byte[] text, int used, byte* start, nint[] pointers)
    {
        for (int i = 0; i < entries.Count; i++)
        {
            pointers[i] = (nint)(start + used);
            used += Encoding.UTF8.GetBytes(entries[i], text.AsSpan(used)) + 1;
        }

        return used;
    }

    private static int Room(IReadOnlyList<string> entries)
    {
        int size = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            size += Encoding.UTF8.GetMaxByteCount(entries[i].Length) + 1;
        }

        return size;
    }
}
