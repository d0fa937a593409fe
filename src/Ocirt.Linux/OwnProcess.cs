// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>The calling process: who it is, and what it allows.</summary>
public static class OwnProcess
{
    /// <summary>Its pid; getpid(2).</summary>
    public static int Pid => Libc.getpid();

    /// <summary>Its effective user id; geteuid(2).</summary>
    public static uint EffectiveUserId => Libc.geteuid();

    /// <summary>Its effective group id; getegid(2).</summary>
    public static uint EffectiveGroupId => Libc.getegid();

    /// <summary>Its environment, each entry NAME=VALUE, in no order; environ(7).</summary>
    public static string[] Environment()
    {
        System.Collections.IDictionary variables = System.Environment.GetEnvironmentVariables();
        string[] entries = new string[variables.Count];
        int count = 0;
        foreach (System.Collections.DictionaryEntry variable in variables)
        {
            entries[count++] = variable.Key + "=" + variable.Value;
        }

        return entries;
    }

    /// <summary>Whether others with the same user may trace it and read its /proc files; PR_SET_DUMPABLE of prctl(2).</summary>
    /// <param name="allowed">Whether they may.</param>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void SetDumpable(bool allowed) => Set("prctl(PR_SET_DUMPABLE)", Prctl.PR_SET_DUMPABLE, allowed);

    /// <summary>Whether orphaned descendants become its children; PR_SET_CHILD_SUBREAPER of prctl(2).</summary>
    /// <param name="enabled">Whether they do.</param>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static void SetChildSubreaper(bool enabled) => Set("prctl(PR_SET_CHILD_SUBREAPER)", Prctl.PR_SET_CHILD_SUBREAPER, enabled);

    /// <summary>Sends a signal by pid; kill(2). For children that were not waited for; others are reached by pidfd.</summary>
    /// <param name="pid">The pid.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>0, or the error number (ESRCH, EPERM).</returns>
    public static int TryKill(int pid, int signal) => Libc.kill(pid, signal) == 0 ? 0 : Failure.LastErrno;

    private static void Set(string call, int option, bool value)
    {
        if (Libc.prctl(option, value ? 1 : 0, 0, 0, 0) < 0)
        {
            throw Failure.Of(call);
        }
    }
}
