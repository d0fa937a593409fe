// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Planning.Compilers;
using Ocirt.Spec.Diagnostics;

using Kernel = Ocirt.Abi.Linux.Mount;

namespace Ocirt.Planning;

/// <summary>Flags of the kernel in the words of config.json.</summary>
internal static class FlagText
{
    private const ulong AllCapabilities = (1UL << (Capability.CAP_LAST_KNOWN + 1)) - 1;

    /// <summary>MOUNT_ATTR_* flags; relatime, the default, is not named.</summary>
    public static string Attributes(ulong attributes) => Join(
        (attributes & Kernel.MOUNT_ATTR_RDONLY) != 0 ? "ro" : "",
        (attributes & Kernel.MOUNT_ATTR_NOSUID) != 0 ? "nosuid" : "",
        (attributes & Kernel.MOUNT_ATTR_NODEV) != 0 ? "nodev" : "",
        (attributes & Kernel.MOUNT_ATTR_NOEXEC) != 0 ? "noexec" : "",
        (attributes & Kernel.MOUNT_ATTR__ATIME) switch
        {
            Kernel.MOUNT_ATTR_NOATIME => "noatime",
            Kernel.MOUNT_ATTR_STRICTATIME => "strictatime",
            _ => "",
        },
        (attributes & Kernel.MOUNT_ATTR_NODIRATIME) != 0 ? "nodiratime" : "",
        (attributes & Kernel.MOUNT_ATTR_NOSYMFOLLOW) != 0 ? "nosymfollow" : "");

    /// <summary>MOUNT_ATTR_* flags that are cleared; the access time mode only when no other one is set.</summary>
    public static string Cleared(ulong cleared, ulong set) => Join(
        (cleared & Kernel.MOUNT_ATTR_RDONLY) != 0 ? "rw" : "",
        (cleared & Kernel.MOUNT_ATTR_NOSUID) != 0 ? "suid" : "",
        (cleared & Kernel.MOUNT_ATTR_NODEV) != 0 ? "dev" : "",
        (cleared & Kernel.MOUNT_ATTR_NOEXEC) != 0 ? "exec" : "",
        (cleared & Kernel.MOUNT_ATTR__ATIME) != 0 && (set & Kernel.MOUNT_ATTR__ATIME) == 0 ? "relatime" : "",
        (cleared & Kernel.MOUNT_ATTR_NODIRATIME) != 0 ? "diratime" : "",
        (cleared & Kernel.MOUNT_ATTR_NOSYMFOLLOW) != 0 ? "symfollow" : "");

    /// <summary>The flags of a superblock.</summary>
    /// <param name="flags">The MS_* flags for mount(2).</param>
    /// <param name="keys">The keys for fsconfig(2), where alone it shows whether the superblock is read-only.</param>
    public static string Superblock(uint flags, List<string> keys) => Join(
        keys.Exists(static key => key == "ro") ? "ro-superblock" : "",
        (flags & Kernel.MS_SYNCHRONOUS) != 0 ? "sync" : "",
        (flags & Kernel.MS_DIRSYNC) != 0 ? "dirsync" : "",
        (flags & Kernel.MS_LAZYTIME) != 0 ? "lazytime" : "",
        (flags & Kernel.MS_MANDLOCK) != 0 ? "mand" : "",
        (flags & Kernel.MS_I_VERSION) != 0 ? "iversion" : "",
        (flags & Kernel.MS_SILENT) != 0 ? "silent" : "");

    /// <summary>Each of the flags with an 'r' in front, as the options for a whole tree are called.</summary>
    public static string Tree(string flags) => flags.Length == 0 ? "" : "r" + flags.Replace(",", ",r", StringComparison.Ordinal);

    /// <summary>An MS_* propagation.</summary>
    public static string Propagation(uint flags)
    {
        string name = (flags & ~Kernel.MS_REC) switch
        {
            Kernel.MS_PRIVATE => "private",
            Kernel.MS_SHARED => "shared",
            Kernel.MS_SLAVE => "slave",
            Kernel.MS_UNBINDABLE => "unbindable",
            _ => "",
        };
        return name.Length > 0 && (flags & Kernel.MS_REC) != 0 ? "r" + name : name;
    }

    /// <summary>How a mount step works, in brackets.</summary>
    public static string Mount(MountFlags flags)
    {
        string text = Join(
            (flags & MountFlags.Recursive) != 0 ? "recursive" : "",
            (flags & MountFlags.RealDirectory) != 0 ? "real directory" : "",
            (flags & MountFlags.Classic) != 0 ? "classic" : "",
            (flags & MountFlags.IdMapped) == 0 ? "" : (flags & MountFlags.IdMappedTree) != 0 ? "ids mapped in the tree" : "ids mapped",
            (flags & MountFlags.MappedByBrain) != 0 ? "ids mapped by the runtime" : "",
            (flags & MountFlags.SourceNoFollow) != 0 ? "source link itself" : "",
            (flags & MountFlags.CopySymlink) != 0 ? "copy a link" : "",
            (flags & MountFlags.TargetNoFollow) != 0 ? "target link itself" : "",
            (flags & MountFlags.CopyUp) != 0 ? "copy up" : "",
            (flags & MountFlags.ModeOfTarget) != 0 ? "mode of the target" : "",
            (flags & MountFlags.Exact) != 0 ? "nothing inherited" : "",
            (flags & MountFlags.Detached) != 0 ? "opened by the runtime" : "");
        return text.Length == 0 ? "" : "[" + text.Replace(",", ", ", StringComparison.Ordinal) + "]";
    }

    /// <summary>CLONE_NEW* flags, by the types of config.json.</summary>
    public static string Namespaces(ulong flags) => Join(
        (flags & Sched.CLONE_NEWUSER) != 0 ? "user" : "",
        (flags & Sched.CLONE_NEWNS) != 0 ? "mount" : "",
        (flags & Sched.CLONE_NEWPID) != 0 ? "pid" : "",
        (flags & Sched.CLONE_NEWNET) != 0 ? "network" : "",
        (flags & Sched.CLONE_NEWIPC) != 0 ? "ipc" : "",
        (flags & Sched.CLONE_NEWUTS) != 0 ? "uts" : "",
        (flags & Sched.CLONE_NEWCGROUP) != 0 ? "cgroup" : "",
        (flags & Sched.CLONE_NEWTIME) != 0 ? "time" : "");

    /// <summary>A set of capabilities.</summary>
    public static string Capabilities(ulong set)
    {
        if (set is 0 or AllCapabilities)
        {
            return set == 0 ? "none" : "all";
        }

        var text = new StringBuilder();
        for (int number = 0; number < 64; number++)
        {
            if (((set >> number) & 1) != 0)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(CapabilityNames.NameOf(number) ?? number.ToString(CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    /// <summary>A set of signals, bit N-1 for signal N: those that end a program by name, others by number.</summary>
    public static string Signals(ulong set)
    {
        var text = new StringBuilder();
        for (int signal = 1; signal <= Signal.NSIG; signal++)
        {
            if (((set >> (signal - 1)) & 1) != 0)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(signal switch
                {
                    Signal.SIGHUP => "hup",
                    Signal.SIGINT => "int",
                    Signal.SIGQUIT => "quit",
                    Signal.SIGILL => "ill",
                    Signal.SIGTRAP => "trap",
                    Signal.SIGABRT => "abrt",
                    Signal.SIGBUS => "bus",
                    Signal.SIGFPE => "fpe",
                    Signal.SIGSEGV => "segv",
                    Signal.SIGTERM => "term",
                    Signal.SIGSTKFLT => "stkflt",
                    Signal.SIGSYS => "sys",
                    _ => signal.ToString(CultureInfo.InvariantCulture),
                });
            }
        }

        return text.ToString();
    }

    /// <summary>The type of a node by its letter, as ls(1) shows it.</summary>
    public static char FileType(uint mode) => (mode & Stat.S_IFMT) switch
    {
        Stat.S_IFCHR => 'c',
        Stat.S_IFBLK => 'b',
        Stat.S_IFIFO => 'p',
        _ => '?',
    };

    /// <summary>Permission bits, with a leading zero.</summary>
    public static string Octal(uint bits) => "0" + Convert.ToString(bits, 8);

    /// <summary>A resource limit.</summary>
    public static string Limit(ulong value) =>
        value == ulong.MaxValue ? "unlimited" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Text as it stands in a listing: bare when it is one plain word, in quotes otherwise.</summary>
    public static string Word(string text)
    {
        foreach (char letter in text)
        {
            if (letter is <= ' ' or '\'' or '\\' or >= (char)0x7f)
            {
                return ValueText.Quote(text);
            }
        }

        return text;
    }

    /// <summary>The parts that are not empty, with commas between.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            if (part.Length > 0)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(part);
            }
        }

        return text.ToString();
    }
}
