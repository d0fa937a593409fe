// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;

namespace Ocirt.Init;

/// <content>
/// The option tmpcopyup: a new file system begins with a copy of the directory that it covers. Files keep their type,
/// mode and owner; links are copied as links and never followed. Others may write to what is copied meanwhile: the walk
/// only goes down, and what was opened is looked at again.
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private bool CopyUp(nint covered, nint mount, ulong attributes)
    {
        nint from = OpenWithoutDevices(covered);
        nint into = IsError(from) ? from : OpenForReading(mount);
        bool copied = !IsError(into) && CopyDirectory(from, into, 0);
        if (!IsError(from))
        {
            Close(from);
        }

        if (IsError(into))
        {
            return At(FailurePoint.CopyUp);
        }

        Close(into);
        if (!copied || (attributes & Mount.MOUNT_ATTR_RDONLY) == 0)
        {
            return copied;
        }

        MountAttr late = default;
        late.AttrSet = Mount.MOUNT_ATTR_RDONLY;
        return SetAttributes(mount, &late, recursive: false) || At(FailurePoint.Attributes);
    }

    /// <summary>Opens a copy of the covered mounts. SAFETY: a device in the place of a file would be opened with init's rights otherwise.</summary>
    private nint OpenWithoutDevices(nint covered)
    {
        nint tree = CloneMount(covered, recursive: true);
        if (IsError(tree))
        {
            return tree;
        }

        MountAttr attributes = default;
        attributes.AttrSet = Mount.MOUNT_ATTR_NODEV;
        nint opened = SetAttributes(tree, &attributes, recursive: true) ? OpenForReading(tree) : -_error;
        Close(tree);
        return opened;
    }

    private nint OpenForReading(nint place)
    {
        byte* here = stackalloc byte[2];
        here[0] = (byte)'.';
        here[1] = 0;
        return Call(SyscallNumber.openat, place, (nint)here, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
    }

    private bool CopyDirectory(nint from, nint into, int depth)
    {
        // struct linux_dirent64: inode, offset, a 16-bit length at 16, a type at 18, the name at 19.
        byte* entries = stackalloc byte[EntriesCapacity];
        while (true)
        {
            nint length = Call(SyscallNumber.getdents64, from, (nint)entries, EntriesCapacity);
            if (length == 0)
            {
                return true;
            }

            if (IsError(length))
            {
                return At(FailurePoint.CopyUp);
            }

            for (nint at = 0; at < length; at += *(ushort*)(entries + at + 16))
            {
                byte* name = entries + at + 19;
                bool isDots = name[0] == (byte)'.' && (name[1] == 0 || (name[1] == (byte)'.' && name[2] == 0));
                if (!isDots && !CopyEntry(from, into, name, depth))
                {
                    return _detailLength != 0 ? At(FailurePoint.CopyUp) : Name(name, End(name, 0, NameCapacity), FailurePoint.CopyUp);
                }
            }
        }
    }

    private bool CopyEntry(nint from, nint into, byte* name, int depth)
    {
        Statx about;
        if (!Describe(from, name, Fcntl.AT_SYMLINK_NOFOLLOW, &about))
        {
            return false;
        }

        bool made = (about.Mode & Stat.S_IFMT) switch
        {
            Stat.S_IFDIR => CopyChild(from, into, name, &about, depth),
            Stat.S_IFREG => CopyFile(from, into, name, &about),
            Stat.S_IFLNK => CopyLink(from, into, name),

            // A socket without its process means nothing.
            Stat.S_IFSOCK => true,
            _ => Try(SyscallNumber.mknodat, into, (nint)name, (nint)about.Mode, DeviceNumber(about.RdevMajor, about.RdevMinor)),
        };
        uint mode = about.Mode;
        if (!made || (mode & Stat.S_IFMT) == Stat.S_IFSOCK)
        {
            return made;
        }

        // An owner that the user namespace does not map cannot be given (EINVAL): the copy stays root's.
        nint owned = Call(SyscallNumber.fchownat, into, (nint)name, (nint)about.Uid, (nint)about.Gid, Fcntl.AT_SYMLINK_NOFOLLOW);
        if (IsError(owned) && owned != -Errno.EINVAL)
        {
            return false;
        }

        // ORDER: after the owner, whose change clears the set-user-id bits.
        return (mode & Stat.S_IFMT) == Stat.S_IFLNK || Try(SyscallNumber.fchmodat, into, (nint)name, (nint)(mode & 0xFFF));
    }

    /// <summary>
    /// Looks at what was opened, whose owner and mode count. SAFETY: the rights of a file that was there a moment ago, such as
    /// set-user-id, are not given to the content of another.
    /// </summary>
    private bool IsStill(nint opened, Statx* about)
    {
        uint kind = about->Mode & Stat.S_IFMT;
        return DescribeDescriptor(opened, about)
            && ((about->Mode & Stat.S_IFMT) == kind || Fail(SyscallNumber.statx, Errno.ESTALE, FailurePoint.CopyUp));
    }

    private bool CopyChild(nint from, nint into, byte* name, Statx* about, int depth)
    {
        if (depth == MaxDepth)
        {
            return Fail(SyscallNumber.mkdirat, Errno.ELOOP, FailurePoint.CopyUp);
        }

        if (!Try(SyscallNumber.mkdirat, into, (nint)name, 0x1C0))
        {
            return false;
        }

        int flags = Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        nint source = Call(SyscallNumber.openat, from, (nint)name, flags);
        nint target = IsError(source) ? source : Call(SyscallNumber.openat, into, (nint)name, flags);
        bool copied = !IsError(target) && IsStill(source, about) && CopyDirectory(source, target, depth + 1);
        if (!IsError(source))
        {
            Close(source);
        }

        if (!IsError(target))
        {
            Close(target);
        }

        return copied;
    }

    private bool CopyFile(nint from, nint into, byte* name, Statx* about)
    {
        // SAFETY: O_NONBLOCK, should a fifo have taken the place of the file.
        nint source = Call(SyscallNumber.openat, from, (nint)name, Fcntl.O_RDONLY | FcntlArch.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC);
        nint target = IsError(source)
            ? source
            : Call(SyscallNumber.openat, into, (nint)name, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0x180);
        bool copied = !IsError(target) && IsStill(source, about) && CopyContent(source, target);
        if (!IsError(source))
        {
            Close(source);
        }

        if (!IsError(target))
        {
            Close(target);
        }

        return copied;
    }

    private bool CopyContent(nint source, nint target)
    {
        byte* buffer = stackalloc byte[ContentCapacity];
        while (true)
        {
            nint length = Call(SyscallNumber.read, source, (nint)buffer, ContentCapacity);
            if (length == 0 || IsError(length))
            {
                return length == 0;
            }

            for (nint written = 0; written < length;)
            {
                nint count = Call(SyscallNumber.write, target, (nint)(buffer + written), length - written);
                if (IsError(count))
                {
                    return false;
                }

                written += count;
            }
        }
    }

    private bool CopyLink(nint from, nint into, byte* name)
    {
        byte* text = stackalloc byte[PathCapacity];
        nint length = Call(SyscallNumber.readlinkat, from, (nint)name, (nint)text, PathCapacity - 1);
        if (IsError(length))
        {
            return false;
        }

        text[length] = 0;
        return Try(SyscallNumber.symlinkat, (nint)text, into, (nint)name);
    }

    private const int EntriesCapacity = 2048;
    private const int ContentCapacity = 16 * 1024;
    private const uint NameCapacity = 256;

    /// <summary>How deep a tree may be: each level takes some kilobytes of the stack and two descriptors.</summary>
    private const int MaxDepth = 128;
}
