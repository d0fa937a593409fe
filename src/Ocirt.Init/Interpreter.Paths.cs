// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;

namespace Ocirt.Init;

/// <content>
/// Paths inside the root. Each is resolved by openat2 beneath the root's descriptor, so that no link
/// of a hostile rootfs leads out of it, and everything is created with mkdirat and mknodat, which
/// follow no link at the end (CVE-2021-30465, CVE-2024-45310).
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    private nint OpenInRoot(byte* path, int flags, ulong resolve)
    {
        int root = Held(Register.Root);
        if (root < 0)
        {
            return -Errno.EBADF;
        }

        // "." stands for the root itself: openat2 takes no empty path.
        byte dot0 = (byte)'.';
        byte* relative = path;
        while (*relative == (byte)'/')
        {
            relative++;
        }

        byte* dot = stackalloc byte[2];
        dot[0] = dot0;
        dot[1] = 0;
        return OpenBeneath(root, *relative == 0 ? dot : relative, flags, resolve);
    }

    /// <summary>Opens the place of a mount, and makes it first when it is missing.</summary>
    private nint OpenTarget(BlobRef target, bool directory, MountFlags flags)
    {
        byte* path = _plan.Text(target);
        if (path == null)
        {
            return -Errno.EINVAL;
        }

        ulong resolve = (flags & MountFlags.RealDirectory) != 0
            ? Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_SYMLINKS
            : Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS;
        int how = (flags & MountFlags.TargetNoFollow) != 0 ? Fcntl.O_PATH | FcntlArch.O_NOFOLLOW : Fcntl.O_PATH;
        nint opened = OpenInRoot(path, how, resolve);
        if (opened == -Errno.ENOENT && MakePath(path, target.Length, directory, resolve))
        {
            opened = OpenInRoot(path, how, resolve);
        }

        if (IsError(opened) && _point == FailurePoint.None)
        {
            _point = opened == -Errno.ELOOP && (flags & MountFlags.RealDirectory) != 0 ? FailurePoint.NotReal : FailurePoint.Target;
        }

        return opened;
    }

    /// <summary>
    /// Makes every missing directory on the way, and the last component as directory or file. A link that leads to
    /// nothing is followed inside the root, and what it leads to is made there.
    /// </summary>
    private bool MakePath(byte* path, uint length, bool directory, ulong resolve)
    {
        if (length >= PathCapacity)
        {
            return Fail(SyscallNumber.mkdirat, Errno.ENAMETOOLONG, FailurePoint.Target);
        }

        byte* text = stackalloc byte[PathCapacity];
        for (uint i = 0; i < length; i++)
        {
            text[i] = path[i];
        }

        text[length] = 0;
        for (int links = 0; links <= MaxLinks; links++)
        {
            Walk walk = MakeComponents(text, &length, directory, resolve);
            if (walk != Walk.Replaced)
            {
                return walk == Walk.Done;
            }
        }

        return Fail(SyscallNumber.openat2, Errno.ELOOP, FailurePoint.Target);
    }

    private Walk MakeComponents(byte* text, uint* length, bool directory, ulong resolve)
    {
        uint end = 0;
        while (end < *length)
        {
            uint start = end;
            while (start < *length && text[start] == (byte)'/')
            {
                start++;
            }

            uint stop = start;
            while (stop < *length && text[stop] != (byte)'/')
            {
                stop++;
            }

            if (stop == start)
            {
                break;
            }

            Walk walk = MakeComponent(text, start, stop, length, directory, resolve);
            if (walk != Walk.Done)
            {
                return walk;
            }

            end = stop;
        }

        return Walk.Done;
    }

    private Walk MakeComponent(byte* text, uint start, uint stop, uint* length, bool directory, ulong resolve)
    {
        byte kept = text[stop];
        text[stop] = 0;
        nint there = OpenInRoot(text, Fcntl.O_PATH, resolve);
        if (!IsError(there))
        {
            Close(there);
            text[stop] = kept;
            return Walk.Done;
        }

        if (there != -Errno.ENOENT)
        {
            Name(text, stop, FailurePoint.TargetParent);
            return Walk.Failed;
        }

        nint parent = OpenParent(text, start, resolve);
        if (IsError(parent))
        {
            Name(text, start, FailurePoint.TargetParent);
            return Walk.Failed;
        }

        nint made = directory || stop < *length
            ? Call(SyscallNumber.mkdirat, parent, (nint)(text + start), 0x1ED)
            : Call(SyscallNumber.mknodat, parent, (nint)(text + start), (nint)(Stat.S_IFREG | 0x1A4));
        Walk walk = Walk.Done;
        if (made == -Errno.EEXIST && (resolve & Fcntl.RESOLVE_NO_SYMLINKS) == 0)
        {
            // Another container over the same rootfs was faster, or a link to nothing stands there.
            walk = FollowLink(parent, text, start, stop, length, kept);
        }
        else if (IsError(made) && made != -Errno.EEXIST)
        {
            Name(text, stop, FailurePoint.TargetParent);
            walk = Walk.Failed;
        }

        Close(parent);
        if (walk != Walk.Replaced)
        {
            text[stop] = kept;
        }

        return walk;
    }

    /// <summary>Puts the target of a link in place of the component that it is.</summary>
    private Walk FollowLink(nint parent, byte* text, uint start, uint stop, uint* length, byte kept)
    {
        byte* joined = stackalloc byte[PathCapacity];
        byte* link = stackalloc byte[PathCapacity];
        nint size = Call(SyscallNumber.readlinkat, parent, (nint)(text + start), (nint)link, PathCapacity);
        if (IsError(size))
        {
            return Walk.Done;
        }

        // A relative link goes on from its own directory, an absolute one from the root.
        uint head = link[0] == (byte)'/' ? 0 : start;
        uint tail = *length - stop;
        if (head + (uint)size + tail >= PathCapacity)
        {
            Fail(SyscallNumber.readlinkat, Errno.ENAMETOOLONG, FailurePoint.Target);
            return Walk.Failed;
        }

        text[stop] = kept;
        uint used = 0;
        for (uint i = 0; i < head; i++)
        {
            joined[used++] = text[i];
        }

        for (uint i = 0; i < (uint)size; i++)
        {
            joined[used++] = link[i];
        }

        for (uint i = 0; i < tail; i++)
        {
            joined[used++] = text[stop + i];
        }

        for (uint i = 0; i < used; i++)
        {
            text[i] = joined[i];
        }

        text[used] = 0;
        *length = used;
        return Walk.Replaced;
    }

    /// <summary>Opens the directory above the component that begins at <paramref name="start"/>.</summary>
    private nint OpenParent(byte* prefix, uint start, ulong resolve)
    {
        byte kept = prefix[start];
        prefix[start] = 0;
        nint parent = OpenInRoot(prefix, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, resolve);
        prefix[start] = kept;
        return parent;
    }

    /// <summary>Opens the directory of <paramref name="path"/> (made when missing) and finds its last component.</summary>
    private nint OpenDirectoryOf(BlobRef path, byte** name)
    {
        byte* text = _plan.Text(path);
        if (text == null)
        {
            return -Errno.EINVAL;
        }

        uint slash = path.Length;
        while (slash > 0 && text[slash - 1] != (byte)'/')
        {
            slash--;
        }

        if (slash >= PathCapacity || slash == path.Length)
        {
            return Fail(SyscallNumber.openat2, Errno.EINVAL, FailurePoint.Target) ? 0 : -Errno.EINVAL;
        }

        *name = text + slash;
        byte* directory = stackalloc byte[PathCapacity];
        for (uint i = 0; i < slash; i++)
        {
            directory[i] = text[i];
        }

        directory[slash] = 0;
        ulong resolve = Fcntl.RESOLVE_IN_ROOT | Fcntl.RESOLVE_NO_MAGICLINKS;
        nint opened = OpenInRoot(directory, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, resolve);
        if (opened == -Errno.ENOENT && MakePath(directory, slash, directory: true, resolve))
        {
            opened = OpenInRoot(directory, Fcntl.O_PATH | FcntlArch.O_DIRECTORY, resolve);
        }

        if (IsError(opened))
        {
            At(FailurePoint.TargetParent);
        }

        return opened;
    }

    private bool Describe(nint directory, byte* name, int flags, Statx* result) =>
        Try(SyscallNumber.statx, directory, (nint)name, flags, (nint)Stat.STATX_BASIC_STATS, (nint)result);

    private bool DescribeDescriptor(nint descriptor, Statx* result)
    {
        byte empty = 0;
        return Describe(descriptor, &empty, Fcntl.AT_EMPTY_PATH, result);
    }

    private bool Name(byte* detail, uint length, FailurePoint point)
    {
        uint count = length < InitMessage.DetailCapacity ? length : InitMessage.DetailCapacity;
        for (uint i = 0; i < count; i++)
        {
            _detailCopy[i] = detail[i];
        }

        fixed (byte* copy = _detailCopy)
        {
            // SAFETY: the interpreter lives on the stack of Program.Main and never moves.
            _detail = copy;
        }

        _detailLength = count;
        return At(point);
    }

    private const int MaxWalkAttempts = 256;

    /// <summary>MAXSYMLINKS of the kernel.</summary>
    private const int MaxLinks = 40;

    private enum Walk
    {
        Done,
        Failed,

        /// <summary>The path has another text now and is walked from its beginning.</summary>
        Replaced,
    }
}
