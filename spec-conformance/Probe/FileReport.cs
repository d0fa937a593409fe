// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;

namespace Ocirt.Probe;

/// <summary>What the process can reach: its descriptors, the usual devices, the root.</summary>
internal static unsafe class FileReport
{
    private const int EntriesCapacity = 2048;

    /// <summary>Writes the members.</summary>
    internal static void Write(ref JsonWriter json)
    {
        Descriptors(ref json);
        json.Name("devices"u8);
        json.BeginObject();
        Device(ref json, "null"u8, "/dev/null"u8);
        Device(ref json, "zero"u8, "/dev/zero"u8);
        Device(ref json, "full"u8, "/dev/full"u8);
        Device(ref json, "random"u8, "/dev/random"u8);
        Device(ref json, "urandom"u8, "/dev/urandom"u8);
        Device(ref json, "tty"u8, "/dev/tty"u8);
        Device(ref json, "ptmx"u8, "/dev/ptmx"u8);
        Device(ref json, "console"u8, "/dev/console"u8);
        json.EndObject();
        json.Name("rootWriteErrno"u8);
        json.Number(RootWrite());
    }

    /// <summary>The name of a file's type, as the report spells it.</summary>
    internal static ReadOnlySpan<byte> TypeName(uint mode) => (mode & Stat.S_IFMT) switch
    {
        Stat.S_IFREG => "file"u8,
        Stat.S_IFDIR => "directory"u8,
        Stat.S_IFCHR => "char"u8,
        Stat.S_IFBLK => "block"u8,
        Stat.S_IFIFO => "fifo"u8,
        Stat.S_IFSOCK => "socket"u8,
        _ => "unknown"u8,
    };

    /// <summary>The open descriptors but for the one that lists them, each with where it leads, or null.</summary>
    private static void Descriptors(ref JsonWriter json)
    {
        json.Name("fds"u8);
        int directory = Call.Open("/proc/self/fd"u8, FcntlArch.O_DIRECTORY);
        if (directory < 0)
        {
            json.Null();
            return;
        }

        byte* entries = stackalloc byte[EntriesCapacity];
        byte* target = stackalloc byte[Call.PathCapacity];
        json.BeginArray();
        nint length;
        while ((length = Call.Invoke(SyscallNumber.getdents64, directory, (nint)entries, EntriesCapacity)) > 0)
        {
            for (nint at = 0; at < length; at += *(ushort*)(entries + at + 16))
            {
                // struct linux_dirent64: the record's length stands at 16, the name at 19.
                byte* name = entries + at + 19;
                int number = Options.Number(name);
                if (number < 0 || number == directory)
                {
                    continue;
                }

                int linkLength = Call.ReadLink(directory, name, target);
                json.BeginObject();
                json.Name("fd"u8);
                json.Number(number);
                json.Name("target"u8);
                json.Text(target, linkLength < 0 ? 0 : linkLength);
                json.EndObject();
            }
        }

        json.EndArray();
        Call.Close(directory);
    }

    /// <summary>One device: null where it is missing; the errnos are those of opening it, 0 for success.</summary>
    private static void Device(ref JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> literal)
    {
        Statx about;
        json.Name(name);
        fixed (byte* path = literal)
        {
            if (Call.Stat(path, &about) != 0)
            {
                json.Null();
                return;
            }

            json.BeginObject();
            Describe(ref json, &about);
            json.Name("readErrno"u8);
            json.Number(Call.TryOpen(path, Fcntl.O_RDONLY));
            json.Name("writeErrno"u8);
            json.Number(Call.TryOpen(path, Fcntl.O_WRONLY));
            json.EndObject();
        }
    }

    /// <summary>Type, permission bits, owner and device number.</summary>
    internal static void Describe(ref JsonWriter json, Statx* about)
    {
        json.Name("type"u8);
        json.Literal(TypeName(about->Mode));
        json.Name("mode"u8);
        json.Number(about->Mode & 0xFFF);
        json.Name("uid"u8);
        json.Unsigned(about->Uid);
        json.Name("gid"u8);
        json.Unsigned(about->Gid);
        json.Name("rdev"u8);
        json.Device(about->RdevMajor, about->RdevMinor);
    }

    /// <summary>0 when a file can be made in the root directory, or the errno.</summary>
    private static int RootWrite()
    {
        fixed (byte* path = "/.probe-write"u8)
        {
            int errno = Call.TryOpen(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL);
            if (errno == 0)
            {
                Call.Invoke(SyscallNumber.unlinkat, Fcntl.AT_FDCWD, (nint)path);
            }

            return errno;
        }
    }
}
