// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Init.Kernel;

namespace Ocirt.Probe;

/// <summary>What the command line asks for within the report: memory, paths, system calls.</summary>
internal static unsafe class Demands
{
    private const int EntriesCapacity = 2048;
    private const int PageSize = 4096;

    /// <summary>Touches memory, page by page, and keeps it; null when none was asked for.</summary>
    internal static void Memory(ref JsonWriter json, int megabytes)
    {
        json.Name("memory"u8);
        if (megabytes < 0)
        {
            json.Null();
            return;
        }

        nint bytes = (nint)megabytes << 20;
        int errno = 0;
        byte* memory = bytes == 0 ? null : Call.Map(bytes, &errno);
        for (nint at = 0; memory != null && at < bytes; at += PageSize)
        {
            memory[at] = 1;
        }

        json.BeginObject();
        json.Name("megabytes"u8);
        json.Number(megabytes);
        json.Name("errno"u8);
        json.Number(errno);
        json.EndObject();
    }

    /// <summary>Makes each system call with arguments of zero and reports the errno, 0 for success.</summary>
    internal static void SystemCalls(ref JsonWriter json, int count, byte** arguments)
    {
        int position = 1;
        byte* value;
        json.Name("syscalls"u8);
        json.BeginArray();
        while ((value = Options.Next("--syscall"u8, count, arguments, &position)) != null)
        {
            int number = Options.Number(value);
            nint answer = RawSyscall.Invoke(number, 0, 0, 0, 0, 0, 0);
            json.BeginObject();
            json.Name("number"u8);
            json.Number(number);
            json.Name("errno"u8);
            json.Number(answer < 0 && answer >= -4095 ? -answer : 0);
            json.EndObject();
        }

        json.EndArray();
    }

    /// <summary>Tests each path.</summary>
    internal static void Paths(ref JsonWriter json, int count, byte** arguments)
    {
        int position = 1;
        byte* path;
        json.Name("paths"u8);
        json.BeginArray();
        while ((path = Options.Next("--path"u8, count, arguments, &position)) != null)
        {
            json.BeginObject();
            json.Name("path"u8);
            json.Text(path);
            Test(ref json, path);
            json.EndObject();
        }

        json.EndArray();
    }

    private static void Test(ref JsonWriter json, byte* path)
    {
        Statx about;
        byte* target = stackalloc byte[Call.PathCapacity];
        json.Name("link"u8);
        int length = Call.ReadLink(Fcntl.AT_FDCWD, path, target);
        if (length < 0)
        {
            json.Null();
        }
        else
        {
            json.Text(target, length);
        }

        int errno = -Call.Stat(path, &about);
        json.Name("errno"u8);
        json.Number(errno);
        if (errno != 0)
        {
            return;
        }

        FileReport.Describe(ref json, &about);
        json.Name("size"u8);
        json.Unsigned(about.FileSize);
        bool isDirectory = (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR;
        if (isDirectory)
        {
            Entries(ref json, path);
        }
        else
        {
            FirstRead(ref json, path);
        }

        // A directory cannot be opened for writing: faccessat2 with W_OK (2) tells a read-only mount there.
        json.Name("writeErrno"u8);
        json.Number(isDirectory
            ? -Call.Invoke(SyscallNumber.faccessat2, Fcntl.AT_FDCWD, (nint)path, 2, Fcntl.AT_EACCESS)
            : Call.TryOpen(path, Fcntl.O_WRONLY));
    }

    /// <summary>The errno of opening and reading once, and how many bytes came.</summary>
    private static void FirstRead(ref JsonWriter json, byte* path)
    {
        byte* buffer = stackalloc byte[EntriesCapacity];
        nint got = Call.Open(path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY);
        if (got >= 0)
        {
            int descriptor = (int)got;
            got = Call.Read(descriptor, buffer, EntriesCapacity);
            Call.Close(descriptor);
        }

        json.Name("readErrno"u8);
        json.Number(got < 0 ? -got : 0);
        json.Name("bytes"u8);
        json.Number(got < 0 ? 0 : got);
    }

    /// <summary>The errno of opening and listing, and the number of entries without '.' and '..'.</summary>
    private static void Entries(ref JsonWriter json, byte* path)
    {
        byte* entries = stackalloc byte[EntriesCapacity];
        nint got = Call.Open(path, FcntlArch.O_DIRECTORY);
        long found = 0;
        if (got >= 0)
        {
            int directory = (int)got;
            while ((got = Call.Invoke(SyscallNumber.getdents64, directory, (nint)entries, EntriesCapacity)) > 0)
            {
                for (nint at = 0; at < got; at += *(ushort*)(entries + at + 16))
                {
                    byte* name = entries + at + 19;
                    found += Call.Same(name, "."u8) || Call.Same(name, ".."u8) ? 0 : 1;
                }
            }

            Call.Close(directory);
        }

        json.Name("readErrno"u8);
        json.Number(got < 0 ? -got : 0);
        json.Name("entries"u8);
        json.Number(found);
    }
}
