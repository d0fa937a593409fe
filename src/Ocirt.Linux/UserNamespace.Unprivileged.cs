// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <content>
/// Maps of a caller without privileges: one range of length 1 for its own id, or whatever newuidmap(1) and newgidmap(1)
/// grant by /etc/subuid and /etc/subgid.
/// </content>
public static partial class UserNamespace
{
    private const string DefaultSearchPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>Whether a map is the only one that needs no help: one id, the caller's own.</summary>
    /// <param name="lines">Lines of a map.</param>
    /// <param name="own">The caller's effective id.</param>
    /// <returns>True when it is.</returns>
    public static bool IsOwnIdOnly(string lines, uint own)
    {
        string[] fields = lines.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 3 && fields[1] == own.ToString(CultureInfo.InvariantCulture) && fields[2] == "1";
    }

    /// <summary>Gives a user namespace its id mappings without privileges.</summary>
    /// <param name="pid">A process in it that the caller owns and may trace.</param>
    /// <param name="uids">Lines for uid_map.</param>
    /// <param name="gids">Lines for gid_map.</param>
    /// <exception cref="SyscallException">The mappings are refused; the message says by what and what to change.</exception>
    public static void WriteMapsUnprivileged(int pid, string uids, string gids)
    {
        if (IsOwnIdOnly(uids, OwnProcess.EffectiveUserId))
        {
            Write(pid, "uid_map", uids);
        }
        else
        {
            RunTool("newuidmap", "/etc/subuid", pid, uids);
        }

        if (IsOwnIdOnly(gids, OwnProcess.EffectiveGroupId))
        {
            // KERNEL(3.19): without privileges only once setgroups(2) is denied, or a group could be shed that denies access.
            DenySetgroups(pid);
            Write(pid, "gid_map", gids);
        }
        else
        {
            RunTool("newgidmap", "/etc/subgid", pid, gids);
        }
    }

    private static void RunTool(string name, string table, int pid, string lines)
    {
        using FileDescriptor program = FindTool(name);
        using FileDescriptor output = SealedMemfd.CreateUnsealed(name);
        List<string> arguments = [name, pid.ToString(CultureInfo.InvariantCulture)];
        arguments.AddRange(lines.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        int child = Spawn.Start(program, arguments.ToArray(), [(output.Value, 1), (output.Value, 2)]);
        ExitStatus status = ChildProcess.Wait(child);
        if (status.Code == 0 && status.Signal == 0)
        {
            return;
        }

        byte[] words = new byte[512];
        int length = output.ReadAt(words, 0);
        string said = Encoding.UTF8.GetString(words, 0, length).Trim().Split('\n')[^1];
        throw new SyscallException(
            $"{name} {pid}",
            Errno.EPERM,
            $"'{said}'; '{table}' must grant the ranges to user {OwnProcess.EffectiveUserId} (usermod(8), --add-sub{(name == "newuidmap" ? "uid" : "gid")}s), or map only the own id");
    }

    private static FileDescriptor FindTool(string name)
    {
        foreach (string directory in (Environment.GetEnvironmentVariable("PATH") ?? DefaultSearchPath).Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            if (FileDescriptor.TryOpen(directory + "/" + name, Fcntl.O_PATH, out _) is { } found)
            {
                return found;
            }
        }

        throw new SyscallException(name, Errno.ENOENT, "install it (Debian: package 'uidmap'), or map only the own id");
    }
}
