// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>The directory that holds the state of all containers of one caller.</summary>
public static class StateRoot
{
    /// <summary>Where it is for root.</summary>
    public const string Default = "/run/ocirt";

    private const uint OwnerOnly = 0x1C0;
    private const uint Sticky = 0x200;

    /// <summary>Where it is when the caller names none: below XDG_RUNTIME_DIR for who is not the host's root.</summary>
    public static string Find() =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } directory && IsOfOwnUser()
            ? Path.Combine(directory, "ocirt")
            : Default;

    /// <summary>Opens a state root, and makes it when it is missing: mode 0700, and sticky below XDG_RUNTIME_DIR, where clean-up jobs spare what has that bit.</summary>
    /// <exception cref="ContainerException">It cannot be used.</exception>
    internal static FileDescriptor OpenOrMake(string root)
    {
        FileDescriptor? opened = TryOpen(root, out int errno);
        if (opened is null && errno == Errno.ENOENT)
        {
            errno = MakeTree(root);
            opened = errno == 0 ? TryOpen(root, out errno) : null;
        }

        return opened ?? throw new ContainerException(FailureKind.State, $"state root '{root}': {ErrnoText.Describe(errno)}; name a writable one with --root");
    }

    /// <summary>Opens a state root that is there.</summary>
    internal static FileDescriptor? TryOpen(string root, out int errno) =>
        FileDescriptor.TryOpen(root, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC, out errno);

    private static int MakeTree(string path)
    {
        uint mode = path == Default || path != Find() ? OwnerOnly : OwnerOnly | Sticky;
        for (int slash = path.IndexOf('/', 1); ; slash = path.IndexOf('/', slash + 1))
        {
            string part = slash < 0 ? path : path[..slash];
            int made = Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, part, slash < 0 ? mode : 0x1EDu);
            if (made is not (0 or Errno.EEXIST))
            {
                return made;
            }

            if (slash < 0)
            {
                return 0;
            }
        }
    }

    /// <summary>Not the host's root: another user, or root of a user namespace that is not called root outside.</summary>
    private static bool IsOfOwnUser()
    {
        if (OwnProcess.EffectiveUserId != 0)
        {
            return true;
        }

        if (Environment.GetEnvironmentVariable("USER") == "root")
        {
            return false;
        }

        using FileDescriptor? map = FileDescriptor.TryOpen("/proc/self/uid_map", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, out _);
        Span<byte> text = stackalloc byte[64];
        int length = map?.ReadUpTo(text) ?? 0;

        // The first user namespace maps every id to itself: "0 0 4294967295".
        return length != 0 && !text[..length].TrimEnd((byte)'\n').EndsWith(" 4294967295"u8);
    }
}
