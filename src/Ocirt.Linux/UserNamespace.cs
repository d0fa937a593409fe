// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>The user namespace of a process; see user_namespaces(7).</summary>
public static partial class UserNamespace
{
    /// <summary>Gives a user namespace its id mappings. That can be done once.</summary>
    /// <param name="pid">A process in it.</param>
    /// <param name="uids">Lines for uid_map: the first id inside, the first id outside, how many.</param>
    /// <param name="gids">Lines for gid_map.</param>
    /// <exception cref="SyscallException">The mappings are refused; EPERM when they are more than the caller may give.</exception>
    public static void WriteMaps(int pid, string uids, string gids)
    {
        Write(pid, "uid_map", uids);
        Write(pid, "gid_map", gids);
    }

    /// <summary>Opens the user namespace of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>Its descriptor, which keeps the namespace alive.</returns>
    /// <exception cref="SyscallException">The call failed.</exception>
    public static FileDescriptor Open(int pid) =>
        FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/user"), Fcntl.O_RDONLY);

    /// <summary>Whether setgroups(2) is denied in the user namespace of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>True when it is; false as well when the process has ended.</returns>
    public static bool DeniesSetgroups(int pid)
    {
        using FileDescriptor? file = FileDescriptor.TryOpen(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/setgroups"), Fcntl.O_RDONLY, out _);
        Span<byte> word = stackalloc byte[8];
        return file is not null && word[..file.ReadUpTo(word)].StartsWith("deny"u8);
    }

    /// <summary>Forbids setgroups(2) in a user namespace, before its group map is written.</summary>
    private static void DenySetgroups(int pid) => Write(pid, "setgroups", "deny");

    private static void Write(int pid, string name, string lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        using FileDescriptor file = FileDescriptor.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{name}"), Fcntl.O_WRONLY);

        // KERNEL: the whole map in one write(2) of less than a page.
        file.WriteAll(Encoding.ASCII.GetBytes(lines));
    }
}
