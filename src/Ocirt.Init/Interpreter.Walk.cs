// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;

namespace Ocirt.Init;

/// <content>
/// openat2(2), and what stands in for it where it is missing: a walk that opens one component after the other, follows no
/// link by the kernel and never opens "..". A link is put in place of its component in the text, ".." takes the component
/// before it out, and the walk begins again at the root: whatever is renamed meanwhile, it only ever goes down.
/// </content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>Begins that a walk may make: one for each link and each "..", and for what an attacker changes meanwhile.</summary>
    private const int MaxWalkBegins = 4096;

    /// <summary>Neither a descriptor nor an error.</summary>
    private const nint GoOn = -0x7fff_ffff;

    /// <summary>Opens a path beneath a directory as openat2(2) does.</summary>
    private nint OpenBeneath(nint directory, byte* path, int flags, ulong resolve)
    {
        OpenHow how = default;
        how.Flags = (ulong)(uint)(flags | Fcntl.O_CLOEXEC);
        how.Resolve = resolve;
        nint result;
        int attempts = 0;
        do
        {
            // KERNEL(5.6): EAGAIN means that something moved during the walk; an attacker can keep that up.
            result = Call(SyscallNumber.openat2, directory, (nint)path, (nint)(&how), OpenHow.Size);
        }
        while (result == -Errno.EAGAIN && ++attempts < MaxWalkAttempts);
        return IsMissing(result) ? WalkBeneath(directory, path, flags, resolve) : result;
    }

    /// <summary>What a kernel answers that lacks a call, and what profiles answer that forbid it.</summary>
    private static bool IsMissing(nint result) => result == -Errno.ENOSYS || result == -Errno.EPERM;

    private nint WalkBeneath(nint root, byte* path, int flags, ulong resolve)
    {
        byte* text = stackalloc byte[PathCapacity];
        uint length = End(path, 0, PathCapacity);
        for (uint i = 0; i < length; i++)
        {
            text[i] = path[i];
        }

        nint opened = length < PathCapacity ? -Errno.EAGAIN : -Errno.ENAMETOOLONG;
        int links = 0;
        if (length < PathCapacity)
        {
            text[length] = 0;
        }

        for (int begins = 0; begins < MaxWalkBegins && opened == -Errno.EAGAIN; begins++)
        {
            opened = Descend(root, text, &length, flags, resolve, &links);
        }

        if (IsError(opened))
        {
            _call = SyscallNumber.openat2;
            _error = (int)-opened;
        }

        return opened;
    }

    /// <summary>Walks down once. -EAGAIN: the text has changed, or somebody was faster, and the walk begins again.</summary>
    private nint Descend(nint root, byte* text, uint* length, int flags, ulong resolve, int* links)
    {
        nint here = root;
        uint at = 0;
        nint result = GoOn;
        while (result == GoOn)
        {
            uint start = at;
            while (text[start] == (byte)'/')
            {
                start++;
            }

            uint stop = start;
            while (text[stop] != 0 && text[stop] != (byte)'/')
            {
                stop++;
            }

            at = stop;
            if (stop == start)
            {
                result = OpenHere(here, flags);
            }
            else if (IsDots(text + start, stop - start, 2))
            {
                result = !IsDirectory(here) ? -Errno.ENOTDIR
                    : DropParent(text, start, stop, length) || (resolve & Fcntl.RESOLVE_IN_ROOT) != 0 ? -Errno.EAGAIN
                    : -Errno.EXDEV;
            }
            else if (!IsDots(text + start, stop - start, 1))
            {
                nint next = OpenComponent(here, text, start, stop, length, flags, resolve, links);
                if (IsError(next) || text[stop] == 0)
                {
                    result = next;
                }
                else
                {
                    CloseUnless(here, root);
                    here = next;
                }
            }
        }

        CloseUnless(here, root);
        return !IsError(result) && (resolve & Fcntl.RESOLVE_NO_XDEV) != 0 && !IsOnMountOf(root, result) ? CloseWith(result, Errno.EXDEV) : result;
    }

    private static bool IsDots(byte* name, uint length, uint count) =>
        length == count && name[0] == (byte)'.' && name[count - 1] == (byte)'.';

    /// <summary>The directory where the walk stands, opened as the caller wants it.</summary>
    private nint OpenHere(nint here, int flags)
    {
        byte* dot = stackalloc byte[2];
        dot[0] = (byte)'.';
        dot[1] = 0;
        return Call(SyscallNumber.openat, here, (nint)dot, flags | Fcntl.O_CLOEXEC);
    }

    /// <summary>Takes ".." and the component before it out of the text. False when there is none before it.</summary>
    private static bool DropParent(byte* text, uint start, uint stop, uint* length)
    {
        uint end;
        uint before = start;
        do
        {
            end = before;
            while (end > 0 && text[end - 1] == (byte)'/')
            {
                end--;
            }

            before = end;
            while (before > 0 && text[before - 1] != (byte)'/')
            {
                before--;
            }
        }
        while (IsDots(text + before, end - before, 1));

        for (uint i = stop; i <= *length; i++)
        {
            text[before + i - stop] = text[i];
        }

        *length -= stop - before;
        return before != end;
    }

    private nint OpenComponent(nint here, byte* text, uint start, uint stop, uint* length, int flags, ulong resolve, int* links)
    {
        byte kept = text[stop];
        bool last = kept == 0;
        text[stop] = 0;
        nint next = Call(SyscallNumber.openat, here, (nint)(text + start), Fcntl.O_PATH | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
        Statx about;
        if (IsError(next) || !DescribeDescriptor(next, &about))
        {
            text[stop] = kept;
            return IsError(next) ? next : CloseWith(next, _error);
        }

        if ((about.Mode & Stat.S_IFMT) == Stat.S_IFLNK && (!last || (flags & FcntlArch.O_NOFOLLOW) == 0))
        {
            nint refused = RefuseLink(next, resolve, links);
            Close(next);
            Walk walk = IsError(refused) ? Walk.Done : FollowLink(here, text, start, stop, length, kept);
            if (walk == Walk.Done)
            {
                text[stop] = kept;
            }

            // Done without an error: it is no link any more.
            return IsError(refused) ? refused : walk == Walk.Failed ? -Errno.ENAMETOOLONG : -Errno.EAGAIN;
        }

        if (last && flags != (Fcntl.O_PATH | FcntlArch.O_NOFOLLOW) && flags != Fcntl.O_PATH)
        {
            nint opened = Call(SyscallNumber.openat, here, (nint)(text + start), flags | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
            Close(next);
            return opened == -Errno.ELOOP ? -Errno.EAGAIN : opened;
        }

        text[stop] = kept;
        return next;
    }

    /// <summary>0 when a link may be followed as text, or the error: it is not allowed, one too many, or a magic one.</summary>
    private nint RefuseLink(nint link, ulong resolve, int* links)
    {
        const uint Shown = 64;
        byte* text = stackalloc byte[(int)Shown];
        byte empty = 0;
        nint size = Call(SyscallNumber.readlinkat, link, (nint)(&empty), (nint)text, (nint)Shown);
        ulong* system = stackalloc ulong[16];
        if (IsError(size) || !Try(SyscallNumber.fstatfs, link, (nint)system))
        {
            return -_error;
        }

        bool magic = size == 0 || text[0] == (byte)'/' || text[0] == (byte)'(';
        for (nint i = 0; i < size; i++)
        {
            magic |= text[i] == (byte)':';
        }

        // KERNEL: the ordinary links of procfs are a number, or relative: self, thread-self, mounts, net.
        if ((resolve & Fcntl.RESOLVE_NO_SYMLINKS) != 0 || ++*links > MaxLinks || (system[0] == Stat.PROC_SUPER_MAGIC && magic))
        {
            return -Errno.ELOOP;
        }

        return (resolve & Fcntl.RESOLVE_BENEATH) != 0 && text[0] == (byte)'/' ? -Errno.EXDEV : 0;
    }

    private bool IsDirectory(nint descriptor)
    {
        Statx about;
        return DescribeDescriptor(descriptor, &about) && (about.Mode & Stat.S_IFMT) == Stat.S_IFDIR;
    }

    private bool IsOnMountOf(nint one, nint other)
    {
        ulong mount = MountOf(one);
        return mount != 0 && mount == MountOf(other);
    }

    /// <summary>The number of the mount that a descriptor is on, as in mountinfo; 0 when the kernel does not tell.</summary>
    private ulong MountOf(nint descriptor)
    {
        Statx about;
        byte empty = 0;

        // KERNEL(5.8): the number of the mount.
        bool known = Try(SyscallNumber.statx, descriptor, (nint)(&empty), Fcntl.AT_EMPTY_PATH, (nint)Stat.STATX_MNT_ID, (nint)(&about));
        return known && (about.Mask & Stat.STATX_MNT_ID) != 0 ? about.MountId : 0;
    }

    private static void CloseUnless(nint descriptor, nint kept)
    {
        if (descriptor != kept)
        {
            Close(descriptor);
        }
    }

    private static nint CloseWith(nint descriptor, int error)
    {
        Close(descriptor);
        return -error;
    }
}
