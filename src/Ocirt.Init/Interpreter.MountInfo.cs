// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;

namespace Ocirt.Init;

/// <content>The mounts that this process sees, from /proc/self/mountinfo; see proc_pid_mountinfo(5).</content>
public unsafe ref partial struct Interpreter<TKernel>
{
    /// <summary>A line has two paths of at most 4096 bytes, in which a byte can take four, and options.</summary>
    private const int MountListCapacity = 40 * 1024;

    private bool OpenMounts(MountList* list, byte* buffer)
    {
        System.ReadOnlySpan<byte> name = "self/mountinfo\0"u8;
        fixed (byte* path = name)
        {
            *list = default;
            list->Buffer = buffer;
            list->File = OpenInHostProc(path, Fcntl.O_RDONLY);
            return !IsError(list->File) || At(FailurePoint.Attributes);
        }
    }

    /// <summary>1 when the mount that a path leads to is shared, 0 when not, or an error.</summary>
    private nint IsShared(byte* path)
    {
        nint place = Call(SyscallNumber.openat, Fcntl.AT_FDCWD, (nint)path, Fcntl.O_PATH | Fcntl.O_CLOEXEC);
        if (IsError(place))
        {
            return place;
        }

        ulong mount = MountOf(place);
        Close(place);
        MountList list;
        byte* buffer = stackalloc byte[MountListCapacity];
        if (!OpenMounts(&list, buffer))
        {
            return -_error;
        }

        nint shared = -Errno.ENOSYS;
        while (shared < 0 && NextMount(&list))
        {
            if (list.Id == mount)
            {
                shared = list.IsShared ? 1 : 0;
            }
        }

        Close(list.File);
        return shared;
    }

    /// <summary>Where a mount is, as seen from the root of this process.</summary>
    private bool FindPath(uint id, byte* path, uint* length)
    {
        MountList list;
        byte* buffer = stackalloc byte[MountListCapacity];
        if (!OpenMounts(&list, buffer))
        {
            return false;
        }

        bool found = false;
        while (!found && NextMount(&list))
        {
            found = list.Id == id;
        }

        Close(list.File);
        uint size = found ? End(list.Path, 0, PathCapacity) : PathCapacity;
        if (size == PathCapacity)
        {
            return Fail(SyscallNumber.mount_setattr, Errno.ESTALE, FailurePoint.Attributes);
        }

        for (uint i = 0; i < size; i++)
        {
            path[i] = list.Path[i];
        }

        // '/' itself ends where its children begin.
        *length = size == 1 ? 0 : size;
        return true;
    }

    private static bool NextMount(MountList* list)
    {
        uint end = list->Start;
        while (true)
        {
            while (end < list->End && list->Buffer[end] != (byte)'\n')
            {
                end++;
            }

            if (end < list->End)
            {
                break;
            }

            if (!ReadMore(list))
            {
                return false;
            }

            end = list->Start;
        }

        list->Buffer[end] = 0;
        Parse(list, list->Buffer + list->Start);
        list->Start = end + 1;
        return true;
    }

    /// <summary>Moves what is left to the front of the buffer and reads behind it. False at the end.</summary>
    private static bool ReadMore(MountList* list)
    {
        uint left = list->End - list->Start;
        for (uint i = 0; i < left; i++)
        {
            list->Buffer[i] = list->Buffer[list->Start + i];
        }

        list->Start = 0;
        list->End = left;
        nint count = TKernel.Invoke(SyscallNumber.read, list->File, (nint)(list->Buffer + left), (nint)(MountListCapacity - left), 0, 0, 0);
        if (count <= 0)
        {
            list->Failed = count < 0 ? (int)-count : left == 0 ? 0 : Errno.E2BIG;
            return false;
        }

        list->End += (uint)count;
        return true;
    }

    /// <summary>36 35 98:0 /root /mount/point rw,noatime master:1 shared:2 - ext4 /dev/x rw.</summary>
    private static void Parse(MountList* list, byte* line)
    {
        list->Id = Decimal(&line);
        list->Parent = Decimal(&line);
        Skip(&line);
        Skip(&line);
        list->Path = line;
        Skip(&line);
        line[-1] = 0;
        Unescape(list->Path);
        list->IsShared = false;
        Skip(&line);
        while (*line != 0 && *line != (byte)'-')
        {
            list->IsShared |= *line == (byte)'s' && line[1] == (byte)'h';
            Skip(&line);
        }
    }

    private static uint Decimal(byte** line)
    {
        uint number = 0;
        for (byte* digit = *line; *digit >= (byte)'0' && *digit <= (byte)'9'; digit++)
        {
            number = (number * 10) + *digit - (byte)'0';
        }

        Skip(line);
        return number;
    }

    /// <summary>Goes to the next field.</summary>
    private static void Skip(byte** line)
    {
        byte* at = *line;
        while (*at != 0 && *at != (byte)' ')
        {
            at++;
        }

        *line = *at == 0 ? at : at + 1;
    }

    /// <summary>Space, tab, newline and backslash are written in octal.</summary>
    private static void Unescape(byte* text)
    {
        byte* into = text;
        for (byte* from = text; *from != 0; from++)
        {
            if (*from == (byte)'\\' && from[1] != 0 && from[2] != 0 && from[3] != 0)
            {
                *into++ = (byte)(((from[1] - (byte)'0') << 6) | ((from[2] - (byte)'0') << 3) | (from[3] - (byte)'0'));
                from += 3;
            }
            else
            {
                *into++ = *from;
            }
        }

        *into = 0;
    }

    /// <summary>The file as it is read, and the fields of the current line.</summary>
    private struct MountList
    {
        internal nint File;
        internal byte* Buffer;
        internal uint Start;
        internal uint End;
        internal int Failed;
        internal uint Id;
        internal uint Parent;
        internal byte* Path;
        internal bool IsShared;
    }
}
