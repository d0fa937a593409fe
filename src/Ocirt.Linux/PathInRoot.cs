// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>
/// What stands in for openat2(2) with RESOLVE_IN_ROOT: a walk that opens one component after the other, lets the kernel
/// follow no link, and never opens "..". A link is put in place of its component, ".." takes the one before it away, and
/// the walk begins again at the root: whatever is renamed meanwhile, it only ever goes down.
/// </summary>
public static class PathInRoot
{
    /// <summary>MAXSYMLINKS of the kernel.</summary>
    private const int MaxLinks = 40;

    /// <summary>Begins that a walk may make.</summary>
    private const int MaxBegins = 4096;

    /// <summary>Opens a path inside a root.</summary>
    /// <param name="root">The directory that acts as the root.</param>
    /// <param name="path">The path inside.</param>
    /// <param name="flags">O_* flags, without O_CREAT; O_CLOEXEC is added.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>The descriptor, or null.</returns>
    public static FileDescriptor? TryOpen(FileDescriptor root, string path, int flags, out int errno)
    {
        List<string> components = Split(path);
        int links = 0;
        for (int begins = 0; begins < MaxBegins; begins++)
        {
            FileDescriptor? opened = Descend(root, components, flags, ref links, out errno);
            if (errno != Errno.EAGAIN)
            {
                return opened;
            }
        }

        errno = Errno.EAGAIN;
        return null;
    }

    /// <summary>The components; a slash at the end makes one of ".", which has to be a directory.</summary>
    private static List<string> Split(string path)
    {
        List<string> components = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        components.RemoveAll(component => component == ".");
        if (components.Count == 0 || path.EndsWith('/') || path.EndsWith("/.", StringComparison.Ordinal))
        {
            components.Add(".");
        }

        return components;
    }

    /// <summary>Walks down once. EAGAIN: the components have changed, or somebody was faster.</summary>
    private static FileDescriptor? Descend(FileDescriptor root, List<string> components, int flags, ref int links, out int errno)
    {
        FileDescriptor here = FileDescriptor.Borrow(root.Value);
        try
        {
            for (int i = 0; i < components.Count; i++)
            {
                if (components[i] == "..")
                {
                    if (i != 0 && !here.Stat().IsDirectory)
                    {
                        errno = Errno.ENOTDIR;
                        return null;
                    }

                    components.RemoveRange(Math.Max(i - 1, 0), i == 0 ? 1 : 2);
                    if (components.Count == 0)
                    {
                        components.Add(".");
                    }

                    errno = Errno.EAGAIN;
                    return null;
                }

                bool last = i == components.Count - 1;
                FileDescriptor? next = Step(here, components, i, last, flags, ref links, out errno);
                if (next is null || last)
                {
                    return next;
                }

                here.Dispose();
                here = next;
            }

            errno = Errno.EAGAIN;
            return null;
        }
        finally
        {
            here.Dispose();
        }
    }

    private static FileDescriptor? Step(
        FileDescriptor here, List<string> components, int index, bool last, int flags, ref int links, out int errno)
    {
        string name = components[index];
        FileDescriptor? next = here.TryOpenAt(name, Fcntl.O_PATH | FcntlArch.O_NOFOLLOW, 0, out errno);
        if (next is null)
        {
            return null;
        }

        if (next.Stat().FileType == Stat.S_IFLNK && (!last || (flags & FcntlArch.O_NOFOLLOW) == 0))
        {
            errno = Follow(next, components, index, ref links);
            next.Dispose();
            return null;
        }

        if (!last || flags is Fcntl.O_PATH or (Fcntl.O_PATH | FcntlArch.O_NOFOLLOW))
        {
            return next;
        }

        next.Dispose();
        FileDescriptor? opened = here.TryOpenAt(name, flags | FcntlArch.O_NOFOLLOW, 0, out errno);

        // A link by now: the walk meets it again.
        errno = errno == Errno.ELOOP ? Errno.EAGAIN : errno;
        return opened;
    }

    /// <summary>Puts the text of a link in place of its component. EAGAIN when that is done.</summary>
    private static int Follow(FileDescriptor link, List<string> components, int index, ref int links)
    {
        if (++links > MaxLinks || !Directories.TryReadLink(link, string.Empty, out string target) || target.Length == 0)
        {
            return Errno.ELOOP;
        }

        bool absolute = target[0] == '/';

        // KERNEL: the ordinary links of procfs are a number, or relative; all others are magic.
        if ((absolute || target[0] == '(' || target.Contains(':', StringComparison.Ordinal)) && link.FileSystemMagic() == Stat.PROC_SUPER_MAGIC)
        {
            return Errno.ELOOP;
        }

        List<string> parts = Split(target);
        if (index + 1 < components.Count)
        {
            parts.RemoveAll(part => part == ".");
        }

        components.RemoveAt(index);
        components.InsertRange(index, parts);
        if (absolute)
        {
            components.RemoveRange(0, index);
        }

        if (components.Count == 0)
        {
            components.Add(".");
        }

        return Errno.EAGAIN;
    }
}
