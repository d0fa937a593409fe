// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>Copies of mounts that are attached nowhere; see open_tree(2), mount_setattr(2).</summary>
public static unsafe class MountTree
{
    /// <summary>Copies what is mounted at a path, as bind mounts do.</summary>
    /// <param name="path">The path.</param>
    /// <param name="recursive">Whether the mounts below it come along.</param>
    /// <param name="follow">Whether a link at the end of the path is followed, or copied itself.</param>
    /// <param name="errno">0, or why it failed.</param>
    /// <returns>The detached copy, or null.</returns>
    public static FileDescriptor? TryClone(string path, bool recursive, bool follow, out int errno)
    {
        byte[] text = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, text);
        uint flags = Mount.OPEN_TREE_CLONE | Mount.OPEN_TREE_CLOEXEC | (recursive ? (uint)Fcntl.AT_RECURSIVE : 0)
            | (follow ? 0 : (uint)Fcntl.AT_SYMLINK_NOFOLLOW);

        // SAFETY: the text ends in NUL and is pinned.
        fixed (byte* pointer = text)
        {
            nint tree = Libc.syscall((nint)SyscallNumber.open_tree, Fcntl.AT_FDCWD, (nint)pointer, (nint)flags, 0, 0);
            errno = tree < 0 ? Failure.LastErrno : 0;
            return tree < 0 ? null : FileDescriptor.Own((int)tree);
        }
    }

    /// <summary>Sets the propagation of all its mounts.</summary>
    /// <param name="tree">A detached copy.</param>
    /// <param name="propagation">MS_PRIVATE, MS_SLAVE, MS_SHARED or MS_UNBINDABLE.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryPropagate(FileDescriptor tree, uint propagation)
    {
        MountAttr attributes = default;
        attributes.Propagation = propagation;
        return TryChange(tree, &attributes, recursive: true);
    }

    /// <summary>Gives its mounts the id mappings of a user namespace.</summary>
    /// <param name="tree">A detached copy.</param>
    /// <param name="user">The user namespace.</param>
    /// <param name="recursive">Whether the mounts below get them too.</param>
    /// <returns>0, or the error number: EINVAL when a file system has none.</returns>
    public static int TryMapIds(FileDescriptor tree, FileDescriptor user, bool recursive)
    {
        MountAttr attributes = default;
        attributes.AttrSet = Mount.MOUNT_ATTR_IDMAP;
        attributes.UsernsFd = (ulong)user.Value;
        return TryChange(tree, &attributes, recursive);
    }

    /// <summary>Puts a detached copy in its place; move_mount(2).</summary>
    /// <param name="tree">A detached copy.</param>
    /// <param name="place">What it covers.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryAttach(FileDescriptor tree, FileDescriptor place)
    {
        byte empty = 0;
        nint flags = (nint)(Mount.MOVE_MOUNT_F_EMPTY_PATH | Mount.MOVE_MOUNT_T_EMPTY_PATH);

        // SAFETY: the empty paths live on this stack frame.
        return Libc.syscall((nint)SyscallNumber.move_mount, tree.Value, (nint)(&empty), place.Value, (nint)(&empty), flags) == 0
            ? 0
            : Failure.LastErrno;
    }

    /// <summary>Unmounts a mount with all that lies beneath it, once nobody uses it any more; MNT_DETACH of umount2(2).</summary>
    /// <param name="mount">Its root, opened with O_PATH.</param>
    /// <returns>0, or the error number.</returns>
    public static int TryDetach(FileDescriptor mount)
    {
        byte[] text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{mount.Value}\0"));

        // SAFETY: the text ends in NUL and is pinned. The descriptor itself is named: no path of anybody is walked.
        fixed (byte* pointer = text)
        {
            return Libc.syscall((nint)SyscallNumber.umount2, (nint)pointer, (nint)Mount.MNT_DETACH, 0, 0, 0) == 0 ? 0 : Failure.LastErrno;
        }
    }

    /// <summary>Finds out which mount something is on; statx(2).</summary>
    /// <param name="descriptor">What is on it, opened with O_PATH.</param>
    /// <returns>The mount.</returns>
    /// <exception cref="SyscallException">The kernel does not tell.</exception>
    public static MountIdentity Identify(FileDescriptor descriptor)
    {
        Statx about;
        const uint wanted = Stat.STATX_BASIC_STATS | Stat.STATX_MNT_ID;

        // KERNEL(5.8): STATX_MNT_ID. SAFETY: the kernel fills the struct, which lives on this stack frame.
        if (Libc.statx(descriptor.Value, "", Fcntl.AT_EMPTY_PATH, wanted, &about) != 0)
        {
            throw Failure.On("statx", descriptor.Value);
        }

        ulong number = (about.Mask & Stat.STATX_MNT_ID) != 0 ? about.MountId : 0;
        StatResult root = new(about);

        // KERNEL(6.8): the one number takes the place of the other.
        bool isUnique = Libc.statx(descriptor.Value, "", Fcntl.AT_EMPTY_PATH, Stat.STATX_MNT_ID_UNIQUE, &about) == 0 && (about.Mask & Stat.STATX_MNT_ID_UNIQUE) != 0;
        return new MountIdentity(number, isUnique ? about.MountId : 0, root.Inode, root.Device);
    }

    private static int TryChange(FileDescriptor tree, MountAttr* attributes, bool recursive)
    {
        byte empty = 0;
        int flags = Fcntl.AT_EMPTY_PATH | (recursive ? Fcntl.AT_RECURSIVE : 0);

        // KERNEL(5.12): mount_setattr. SAFETY: the struct has the size that is passed.
        return Libc.syscall((nint)SyscallNumber.mount_setattr, tree.Value, (nint)(&empty), flags, (nint)attributes, MountAttr.Size) == 0
            ? 0
            : Failure.LastErrno;
    }
}
