// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// The directory of one container. That it can be made is the claim on the id: mkdir(2) succeeds for exactly one caller.
/// Whoever changes the container holds the lock on the directory, flock(2), which ends with its holder however that dies;
/// who only looks does not wait for it.
/// </summary>
public sealed class StateDirectory : IDisposable
{
    /// <summary>How long another command may hold the lock, in milliseconds, before the wait is given up.</summary>
    public const int LockLimit = 30_000;

    /// <summary>SAFETY: O_NONBLOCK, so that a fifo in place of a file does not hold a command up.</summary>
    private const int ReadFlags = Fcntl.O_RDONLY | FcntlArch.O_NOFOLLOW | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;

    private readonly FileDescriptor _root;
    private readonly string _rootPath;
    private readonly bool _ownsRoot;
    private FileDescriptor? _directory;

    private StateDirectory(FileDescriptor root, bool ownsRoot, FileDescriptor? directory, string id, string rootPath)
    {
        _root = root;
        _ownsRoot = ownsRoot;
        _rootPath = rootPath;
        _directory = directory;
        Id = id;
    }

    /// <summary>The id of the container.</summary>
    public string Id { get; }

    /// <summary>The open directory.</summary>
    /// <exception cref="ContainerException">It was not open, and has been removed meanwhile.</exception>
    public FileDescriptor Descriptor => _directory ??= OpenDirectory(_root, Id, _rootPath) ?? throw Container.Missing(Id);

    /// <summary>Its path, for messages.</summary>
    public string Path => _rootPath + "/" + Id;

    /// <summary>Opens the directory of an id.</summary>
    /// <param name="root">The open state root, which is closed with the result, or at once when there is none.</param>
    /// <param name="id">A valid id.</param>
    /// <param name="rootPath">The path of the root, for messages.</param>
    /// <param name="isNew">Whether the caller has just made it: it is removed again when it cannot be opened.</param>
    internal static StateDirectory? TryOpen(FileDescriptor root, string id, string rootPath, bool isNew = false)
    {
        FileDescriptor? directory = null;
        try
        {
            directory = OpenDirectory(root, id, rootPath);
            return directory is null ? null : new StateDirectory(root, ownsRoot: true, directory, id, rootPath);
        }
        catch (ContainerException) when (isNew)
        {
            _ = Directories.TryRemoveDirectory(root, id);
            throw;
        }
        finally
        {
            if (directory is null)
            {
                root.Dispose();
            }
        }
    }

    /// <summary>For one look at a directory that was seen below the root: it is opened only when more than its files is asked for.</summary>
    /// <param name="root">The open state root, which stays open.</param>
    /// <param name="id">A valid id.</param>
    /// <param name="rootPath">The path of the root, for messages.</param>
    internal static StateDirectory Glance(FileDescriptor root, string id, string rootPath) => new(root, ownsRoot: false, null, id, rootPath);

    /// <summary>Takes the lock if nobody has it.</summary>
    /// <returns>False when another command has it.</returns>
    public bool TryLock() => HoldsLock = Descriptor.TryLock(FileLock.LOCK_EX | FileLock.LOCK_NB);

    /// <summary>Takes the lock, and waits for other commands that have it.</summary>
    /// <returns>False when the container was deleted meanwhile.</returns>
    /// <exception cref="ContainerException">Another command kept it for too long.</exception>
    public bool Lock(int timeoutMilliseconds = LockLimit)
    {
        long deadline = MonotonicClock.Nanoseconds() + (timeoutMilliseconds * 1_000_000L);
        uint pause = 100;
        while (!TryLock())
        {
            if (MonotonicClock.Nanoseconds() > deadline)
            {
                throw new ContainerException(
                    FailureKind.State,
                    $"container '{Id}' is being created, started or deleted by another command, which was waited for {timeoutMilliseconds / 1000} s");
            }

            MonotonicClock.Pause(pause);
            pause = Math.Min(pause * 2, 10_000);
        }

        return !IsRemoved;
    }

    /// <summary>Gives the lock back.</summary>
    public void Unlock()
    {
        Descriptor.TryLock(FileLock.LOCK_UN);
        HoldsLock = false;
    }

    /// <summary>Whether this object has the lock.</summary>
    public bool HoldsLock { get; private set; }

    /// <summary>Whether another command is changing the container.</summary>
    public bool IsLockedByOther()
    {
        if (HoldsLock)
        {
            return false;
        }

        if (!Descriptor.TryLock(FileLock.LOCK_SH | FileLock.LOCK_NB))
        {
            return true;
        }

        Unlock();
        return false;
    }

    /// <summary>Whether the directory was removed after it was opened.</summary>
    public bool IsRemoved => Descriptor.Stat().LinkCount == 0;

    /// <summary>Whether something of this runtime lies in it: its journal, or nothing at all when the command that made it was killed at once.</summary>
    public bool IsOwn => HasJournal || (List().Count == 0 && !IsRemoved);

    /// <summary>Whether there is something by the name of the journal, readable or not.</summary>
    public bool HasJournal => Has(Journal.FileName);

    /// <summary>Whether there is something by a name, readable or not.</summary>
    internal bool Has(string name) => Directories.TryStat(_directory ?? _root, Local(name), out _) != Errno.ENOENT;

    /// <summary>The user who owns the directory.</summary>
    internal uint OwnerId
    {
        get
        {
            int errno = Directories.TryStat(_root, Id, out StatResult directory);
            return errno switch
            {
                0 => directory.UserId,
                Errno.ENOENT => throw Container.Missing(Id),
                _ => throw new SyscallException($"statx({_root}, \"{Id}\")", errno),
            };
        }
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Its bytes, or null when it is not there.</returns>
    public byte[]? TryRead(string name, int limit)
    {
        using FileDescriptor? file = (_directory ?? _root).TryOpenAt(Local(name), ReadFlags, 0, out int errno);
        return file is not null ? file.ReadAllBytes(limit)
            : errno == Errno.ENOENT ? null
            : throw new SyscallException($"openat({_directory ?? _root}, \"{Local(name)}\")", errno);
    }

    /// <summary>Writes a file that is not there yet.</summary>
    public void Create(string name, ReadOnlySpan<byte> content)
    {
        const int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        using FileDescriptor file = Descriptor.OpenAt(name, flags, 0x180);
        file.WriteAll(content);
    }

    /// <summary>Writes a file by a temporary one and rename, so that a reader sees all or nothing.</summary>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        Stage(name, content);
        Commit(name);
    }

    /// <summary>The first half of <see cref="Replace"/>, which is where a full disk shows: the file stays as it is.</summary>
    public void Stage(string name, ReadOnlySpan<byte> content)
    {
        string temporary = "." + name;
        Directories.Unlink(Descriptor, temporary);
        Create(temporary, content);
    }

    /// <summary>The second half of <see cref="Replace"/>.</summary>
    public void Commit(string name) => Directories.Rename(Descriptor, "." + name, Descriptor, name);

    /// <summary>Gives the id back: removes the files, the journal last, and the directory.</summary>
    /// <param name="isOwn">Whether it is known to be of this runtime, though it has no journal.</param>
    /// <exception cref="ContainerException">There are files that this runtime did not make.</exception>
    public void Remove(bool isOwn = false)
    {
        if (!isOwn && !IsOwn)
        {
            throw new ContainerException(FailureKind.State, $"'{Path}' has files, but no journal of ocirt: it is not removed");
        }

        foreach (DirectoryEntry entry in List())
        {
            if (entry.Name == NotifyProxy.DirectoryName)
            {
                RemoveDirectory(entry.Name);
            }
            else if (entry.Name is not (Journal.FileName or ContainerRecord.FileName))
            {
                RemoveEntry(entry.Name);
            }
        }

        // ORDER: without a record the container would seem to be one that is being created; and until nothing else is
        // left, a delete that comes after a crash finds what it needs.
        RemoveEntry(ContainerRecord.FileName);
        RemoveEntry(Journal.FileName);
        Directories.RemoveDirectory(_root, Id);
    }

    /// <summary>Gives the id back before anything was written down; takes no descriptor.</summary>
    /// <exception cref="SyscallException">It has files.</exception>
    public void RemoveEmpty() => Directories.RemoveDirectory(_root, Id);

    /// <summary>Closes the directory and gives the lock back.</summary>
    public void Dispose()
    {
        _directory?.Dispose();
        if (_ownsRoot)
        {
            _root.Dispose();
        }
    }

    /// <summary>Removes a file, or a directory that is empty: this runtime makes none, so what lies in one is not its to remove.</summary>
    private void RemoveEntry(string name)
    {
        int errno = Directories.TryUnlink(Descriptor, name);
        if (errno == Errno.EISDIR)
        {
            errno = Directories.TryRemoveDirectory(Descriptor, name);
        }

        if (errno is not (0 or Errno.ENOENT))
        {
            throw new ContainerException(FailureKind.State, $"cannot remove '{Path}/{name}': {ErrnoText.Describe(errno)}");
        }
    }

    private void RemoveDirectory(string name)
    {
        const int flags = Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        using (FileDescriptor directory = Descriptor.OpenAt(name, flags))
        {
            foreach (DirectoryEntry entry in Directories.ListDirectory(directory))
            {
                Directories.Unlink(directory, entry.Name);
            }
        }

        Directories.RemoveDirectory(Descriptor, name);
    }

    private static FileDescriptor? OpenDirectory(FileDescriptor root, string id, string rootPath)
    {
        const int flags = Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        FileDescriptor? directory = root.TryOpenAt(id, flags, 0, out int errno);
        return directory is not null || errno == Errno.ENOENT
            ? directory
            : throw new ContainerException(FailureKind.State, $"the state of container '{id}': '{rootPath}/{id}': {ErrnoText.Describe(errno)}");
    }

    /// <summary>The path of a file from the directory that is open.</summary>
    private string Local(string name) => _directory is null ? Id + "/" + name : name;

    private List<DirectoryEntry> List()
    {
        try
        {
            using FileDescriptor again = Descriptor.OpenAt(".", Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC);
            return Directories.ListDirectory(again);
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENOENT)
        {
            // KERNEL: what a directory answers that another command has removed meanwhile.
            return [];
        }
    }
}
