// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Abi.Tests;

/// <summary>Compares every constant and layout in Abi/Linux with the headers of the C compiler on this machine.</summary>
public sealed class KernelHeaderTests
{
    /// <summary>glibc's own headers first: where it and the kernel define the same struct, the kernel's comes in later.</summary>
    private static readonly string[] Headers =
    [
        "errno.h", "fcntl.h", "net/if.h", "poll.h", "sched.h", "signal.h", "spawn.h", "stdio.h", "time.h", "sys/file.h", "sys/ioctl.h",
        "sys/mman.h", "sys/mount.h", "sys/prctl.h", "sys/socket.h", "sys/stat.h", "sys/statvfs.h", "sys/syscall.h", "sys/vfs.h",
        "sys/wait.h", "termios.h", "linux/bpf.h", "linux/capability.h", "linux/close_range.h", "linux/keyctl.h", "linux/magic.h",
        "linux/memfd.h", "linux/nsfs.h", "linux/openat2.h", "linux/rtnetlink.h", "linux/seccomp.h", "linux/sockios.h",
    ];

    /// <summary>Ours is newer than, or not part of, any header: nothing to compare with.</summary>
    private static readonly HashSet<string> OwnNames = ["CAP_LAST_KNOWN", "NSIG", "SA_RESTORER", "MOUNT_ATTR__ATIME", "LINUX_CAPABILITY_VERSION_3"];

    /// <summary>Enumerators and not macros: #ifdef does not see them, but every supported header has them.</summary>
    private static readonly string[] EnumeratorPrefixes = ["BPF_", "FSCONFIG_", "P_", "CLD_", "SOCK_", "MSG_", "SCM_", "IFLA_", "IFA_", "NLMSGERR_", "RT_SCOPE_"];

    private static readonly (Type Type, string Name)[] Structs =
    [
        (typeof(OpenHow), "struct open_how"), (typeof(CloneArgs), "struct clone_args"),
        (typeof(MountAttr), "struct mount_attr"), (typeof(Statx), "struct statx"),
    ];

    private static readonly Dictionary<string, string> FieldNames = new()
    {
        ["OpenHow.Flags"] = "flags",
        ["OpenHow.Mode"] = "mode",
        ["OpenHow.Resolve"] = "resolve",
        ["CloneArgs.Flags"] = "flags",
        ["CloneArgs.Pidfd"] = "pidfd",
        ["CloneArgs.ChildTid"] = "child_tid",
        ["CloneArgs.ParentTid"] = "parent_tid",
        ["CloneArgs.ExitSignal"] = "exit_signal",
        ["CloneArgs.Stack"] = "stack",
        ["CloneArgs.StackSize"] = "stack_size",
        ["CloneArgs.Tls"] = "tls",
        ["CloneArgs.SetTid"] = "set_tid",
        ["CloneArgs.SetTidSize"] = "set_tid_size",
        ["CloneArgs.Cgroup"] = "cgroup",
        ["MountAttr.AttrSet"] = "attr_set",
        ["MountAttr.AttrClr"] = "attr_clr",
        ["MountAttr.Propagation"] = "propagation",
        ["MountAttr.UsernsFd"] = "userns_fd",
        ["Statx.Mask"] = "stx_mask",
        ["Statx.LinkCount"] = "stx_nlink",
        ["Statx.Uid"] = "stx_uid",
        ["Statx.Gid"] = "stx_gid",
        ["Statx.Mode"] = "stx_mode",
        ["Statx.Inode"] = "stx_ino",
        ["Statx.FileSize"] = "stx_size",
        ["Statx.RdevMajor"] = "stx_rdev_major",
        ["Statx.RdevMinor"] = "stx_rdev_minor",
        ["Statx.DevMajor"] = "stx_dev_major",
        ["Statx.DevMinor"] = "stx_dev_minor",
        ["Statx.MountId"] = "stx_mnt_id",
    };

    [Fact]
    public void Constants_have_the_values_of_the_headers()
    {
        var source = Prologue();
        int constants = 0;
        foreach ((string name, object value) in Constants())
        {
            string assertion = $"_Static_assert((unsigned long long)({name}) == {Literal(value)}, \"{name}\");";
            bool always = EnumeratorPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
            source.AppendLine(always ? assertion : $"#ifdef {name}\n{assertion}\n#endif");
            constants++;
        }

        constants.Should().BeGreaterThan(200);
        Compile(source);
    }

    [Fact]
    public void System_calls_have_the_numbers_of_the_headers()
    {
        var source = Prologue();
        foreach (SyscallNumber number in Enum.GetValues<SyscallNumber>())
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(SYS_{number} == {(int)number}, \"{number}\");");
        }

        Compile(source);
    }

    [Fact]
    public void Structs_have_the_layout_of_the_headers()
    {
        var source = Prologue();
        foreach ((Type type, string name) in Structs)
        {
            int size = Marshal.SizeOf(type);
            type.GetField("Size")!.GetRawConstantValue().Should().Be(size, because: type.Name);
            source.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(sizeof({name}) == {size}, \"{name}\");");
            foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
            {
                string member = FieldNames[$"{type.Name}.{field.Name}"];
                source.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(offsetof({name}, {member}) == {Marshal.OffsetOf(type, field.Name)}, \"{name}.{member}\");");
            }
        }

        Compile(source);
    }

    [Fact]
    public void Every_constant_is_known_to_the_headers_or_listed()
    {
        // A misspelt name would pass the #ifdef. What these headers lack is newer than they are.
        string[] newer = ["MFD_NOEXEC_SEAL", "MFD_EXEC", "F_SEAL_EXEC", "MS_NOSYMFOLLOW", "ST_NOSYMFOLLOW", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", "STATX_MNT_ID_UNIQUE",
            "PIDFD_GET_CGROUP_NAMESPACE", "PIDFD_GET_IPC_NAMESPACE", "PIDFD_GET_MNT_NAMESPACE", "PIDFD_GET_NET_NAMESPACE",
            "PIDFD_GET_PID_NAMESPACE", "PIDFD_GET_TIME_NAMESPACE", "PIDFD_GET_USER_NAMESPACE", "PIDFD_GET_UTS_NAMESPACE"];
        var source = Prologue();
        foreach ((string name, _) in Constants())
        {
            bool always = EnumeratorPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
            if (!always && !newer.Contains(name))
            {
                source.AppendLine(CultureInfo.InvariantCulture, $"#ifndef {name}\nint missing_{name} = (int)({name});\n#endif");
            }
        }

        Compile(source);
    }

    /// <summary>All constants under their C names, except those without one.</summary>
    private static IEnumerable<(string Name, object Value)> Constants() =>
        from type in typeof(Errno).Assembly.GetTypes()
        where type.Namespace == "Ocirt.Abi.Linux" && type is { IsAbstract: true, IsSealed: true }
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        where field.IsLiteral && !OwnNames.Contains(field.Name)
        select (field.Name, field.GetRawConstantValue()!);

    private static string Literal(object value) => value switch
    {
        ulong number => $"{number}ULL",
        _ => $"(unsigned long long)({Convert.ToInt64(value, CultureInfo.InvariantCulture)}LL)",
    };

    private static StringBuilder Prologue()
    {
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n");
        foreach (string header in Headers)
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"#if __has_include(<{header}>)\n#include <{header}>\n#endif");
        }

        // struct clone_args is the kernel's, and linux/sched.h does not go with sched.h unless it comes last.
        return source.AppendLine("#include <linux/sched.h>");
    }

    private static void Compile(StringBuilder source)
    {
        string directory = Directory.CreateTempSubdirectory("ocirt-abi-").FullName;
        try
        {
            string file = Path.Combine(directory, "abi.c");
            File.WriteAllText(file, source.ToString());
            var start = new ProcessStartInfo("gcc", ["-fsyntax-only", "-w", file]) { RedirectStandardError = true };
            Process compiler;
            try
            {
                compiler = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("no gcc on this machine");
                return;
            }

            using (compiler)
            {
                string errors = compiler.StandardError.ReadToEnd();
                compiler.WaitForExit();
                errors.Should().BeEmpty();
                compiler.ExitCode.Should().Be(0);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
