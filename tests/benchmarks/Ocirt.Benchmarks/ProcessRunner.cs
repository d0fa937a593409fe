// SPDX-License-Identifier: Apache-2.0
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace Ocirt.Benchmarks;

/// <summary>Starts programs with posix_spawn and times them until wait4 returns.</summary>
internal static unsafe partial class ProcessRunner
{
    private static readonly string ErrorFile = Path.Combine(Path.GetTempPath(), $"ocirt-bench-{Environment.ProcessId}.err");

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int pid, nint path, byte* actions, nint attributes, nint* argv, nint* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ActionsAddOpen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait4(int pid, out int status, int options, nint usage);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int pid, int signal);

    /// <summary>Runs a program to its end and gives back the wall time in milliseconds: from the spawn to the end of the wait, nothing else.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds its last line of stderr.</exception>
    public static double Time(params string[] arguments)
    {
        int pid = Start(arguments, out long start);
        int status = Wait(pid);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (status != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', arguments)}' failed: {LastErrorLine()}");
        }

        return elapsed;
    }

    /// <summary>Starts a program; stdin and stdout are /dev/null, stderr is a file.</summary>
    public static int Start(params string[] arguments) => Start(arguments, out _);

    private static int Start(string[] arguments, out long start)
    {
        // SAFETY: glibc's posix_spawn_file_actions_t has 80 bytes on 64-bit Linux.
        byte* actions = stackalloc byte[128];
        _ = ActionsInit(actions);
        _ = ActionsAddOpen(actions, 0, "/dev/null", 0, 0);
        _ = ActionsAddOpen(actions, 1, "/dev/null", 1, 0);
        _ = ActionsAddOpen(actions, 2, ErrorFile, 0x441, 0x180);
        if (File.Exists(ErrorFile))
        {
            File.WriteAllBytes(ErrorFile, []);
        }

        nint* argv = stackalloc nint[arguments.Length + 1];
        for (int i = 0; i < arguments.Length; i++)
        {
            argv[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        argv[arguments.Length] = 0;
        nint* environment = stackalloc nint[2];
        environment[0] = Marshal.StringToCoTaskMemUTF8("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
        environment[1] = 0;

        // ORDER: what is prepared above for the start is no part of the time.
        start = Stopwatch.GetTimestamp();
        int error = PosixSpawn(out int pid, argv[0], actions, 0, argv, environment);
        _ = ActionsDestroy(actions);
        for (int i = 0; i < arguments.Length; i++)
        {
            Marshal.FreeCoTaskMem(argv[i]);
        }

        Marshal.FreeCoTaskMem(environment[0]);
        return error == 0 ? pid : throw new InvalidOperationException($"cannot start '{arguments[0]}': errno {error}");
    }

    /// <summary>Waits for a program; gives back the wait status (0 is success).</summary>
    public static int Wait(int pid)
    {
        return Wait4(pid, out int status, 0, 0) == pid ? status : -1;
    }

    /// <summary>Sends SIGKILL.</summary>
    public static void Kill(int pid)
    {
        _ = KillProcess(pid, 9);
    }

    /// <summary>What the last program wrote to stderr, its last line.</summary>
    public static string LastErrorLine()
    {
        string[] lines = File.Exists(ErrorFile) ? File.ReadAllLines(ErrorFile) : [];
        return lines.Length == 0 ? "no message" : lines[^1];
    }

    /// <summary>Removes the file that held stderr.</summary>
    public static void CleanUp()
    {
        File.Delete(ErrorFile);
    }
}
