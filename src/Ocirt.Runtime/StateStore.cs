// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Ocirt.Abi.Linux;
using Ocirt.Linux;
using Ocirt.Spec;

namespace Ocirt.Runtime;

/// <summary>The containers of one state root: a directory for each, named by its id.</summary>
public sealed class StateStore
{
    private readonly bool _isDefault;

    /// <summary>Takes a state root; nothing is looked at or made yet.</summary>
    /// <param name="root">The directory that the caller named, or null for <see cref="StateRoot.Find"/>.</param>
    public StateStore(string? root)
    {
        _isDefault = root is null;
        Root = root is null ? StateRoot.Find() : Path.GetFullPath(root);
    }

    /// <summary>The directory, absolute.</summary>
    public string Root { get; }

    /// <summary>Claims an id for a new container: the directory is made and locked.</summary>
    /// <param name="id">A valid container id.</param>
    /// <exception cref="ContainerException">The id is in use, or the root cannot be used.</exception>
    public StateDirectory Claim(string id)
    {
        while (true)
        {
            FileDescriptor root = StateRoot.OpenOrMake(Root);
            int made = Directories.TryMakeDirectory(root, id, 0x1C0);
            if (made != 0)
            {
                root.Dispose();
                throw made == Errno.EEXIST
                    ? InUse(id)
                    : new ContainerException(FailureKind.State, $"state root '{Root}': cannot make '{id}': {ErrnoText.Describe(made)}");
            }

            // ORDER: a delete may come between making and locking the directory; then it is gone, and the claim begins anew.
            if (StateDirectory.TryOpen(root, id, Root, isNew: true) is StateDirectory directory)
            {
                if (directory.Lock())
                {
                    return directory;
                }

                directory.Dispose();
            }
        }
    }

    /// <summary>Refuses an id that is in use, before anything is made.</summary>
    /// <exception cref="ContainerException">It is in use, or no valid id.</exception>
    public void RequireFree(string id)
    {
        RequireValid(id);
        if (HostPaths.TryStat(Path.Combine(Root, id), out _) == 0)
        {
            throw InUse(id);
        }
    }

    /// <summary>Opens the directory of a container.</summary>
    /// <returns>The directory, not locked; or null when there is no such container.</returns>
    /// <exception cref="ContainerException">The id is no valid one, or the root cannot be read.</exception>
    public StateDirectory? TryOpen(string id)
    {
        RequireValid(id);
        FileDescriptor? root = StateRoot.TryOpen(Root, out int errno);
        return root is not null ? StateDirectory.TryOpen(root, id, Root)
            : errno == Errno.ENOENT ? null
            : throw Unreadable(errno);
    }

    /// <summary>Removes what has the name of a container and is no directory: a link itself, not what it leads to.</summary>
    /// <param name="id">A valid id.</param>
    /// <returns>Whether there was such a thing and it is gone.</returns>
    public bool TryRemoveStray(string id)
    {
        using FileDescriptor? root = StateRoot.TryOpen(Root, out _);
        return root is not null && Directories.TryUnlink(root, id) == 0;
    }

    /// <summary>Opens the root, to look at more than one container.</summary>
    /// <returns>The directory, or null when the default one was not made yet.</returns>
    /// <exception cref="ContainerException">It cannot be read, or the caller named one that is not there.</exception>
    internal FileDescriptor? TryOpenRoot()
    {
        FileDescriptor? root = StateRoot.TryOpen(Root, out int errno);
        return root is null && !(errno == Errno.ENOENT && _isDefault) ? throw Unreadable(errno) : root;
    }

    /// <summary>Lists the names below the root, sorted.</summary>
    /// <param name="root">What <see cref="TryOpenRoot"/> gave.</param>
    internal static List<string> Ids(FileDescriptor root)
    {
        List<string> ids = [];
        foreach (DirectoryEntry entry in Directories.ListDirectory(root))
        {
            if (entry.Kind == DirectoryEntryKind.Directory && ContainerId.Validate(entry.Name) is null)
            {
                ids.Add(entry.Name);
            }
        }

        CollectionsMarshal.AsSpan(ids).Sort(StringComparer.Ordinal);
        return ids;
    }

    private static void RequireValid(string id)
    {
        if (ContainerId.Validate(id) is { } fault)
        {
            throw new ContainerException(FailureKind.Id, fault);
        }
    }

    private ContainerException InUse(string id) =>
        new(FailureKind.InUse, $"container with given ID already exists: '{id}' (below the state root '{Root}')");

    private ContainerException Unreadable(int errno) =>
        new(FailureKind.State, $"state root '{Root}': {ErrnoText.Describe(errno)}");
}
