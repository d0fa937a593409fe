// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Globalization;
using System.IO;
using System.Text.Json;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>
/// The directory of one container below the state root. That it can be made is the lock on the id:
/// mkdir(2) succeeds for exactly one caller.
/// </summary>
public sealed class StateDirectory : IDisposable
{
    private readonly FileDescriptor _root;
    private readonly FileDescriptor _directory;
    private readonly string _id;
    private bool _removed;

    private StateDirectory(FileDescriptor root, FileDescriptor directory, string id)
    {
        _root = root;
        _directory = directory;
        _id = id;
    }

    /// <summary>Claims an id.</summary>
    /// <param name="root">The state root; made when it is missing, mode 0700.</param>
    /// <param name="id">A valid container id.</param>
    /// <exception cref="ContainerException">The id is in use, or the root cannot be used.</exception>
    public static StateDirectory Claim(string root, string id)
    {
        FileDescriptor rootDirectory = OpenRoot(Path.GetFullPath(root));
        int made = Directories.TryMakeDirectory(rootDirectory, id, 0x1C0);
        if (made != 0)
        {
            rootDirectory.Dispose();
            throw made == Errno.EEXIST
                ? new ContainerException(FailureKind.InUse, $"container with given ID already exists: '{id}' (below the state root '{root}')")
                : new ContainerException(FailureKind.State, $"state root '{root}': cannot make '{id}': {ErrnoText.Describe(made)}");
        }

        try
        {
            FileDescriptor directory = rootDirectory.OpenAt(id, Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC);
            return new StateDirectory(rootDirectory, directory, id);
        }
        catch
        {
            Directories.RemoveDirectory(rootDirectory, id);
            rootDirectory.Dispose();
            throw;
        }
    }

    /// <summary>Writes state.json: by a temporary file and rename, so that a reader sees all or nothing.</summary>
    /// <param name="bundle">The bundle's absolute path.</param>
    /// <param name="pid">The container's first process.</param>
    /// <param name="cgroup">The cgroup's path, or null.</param>
    public void Write(string bundle, int pid, string? cgroup)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion"u8, "1.3.0"u8);
            json.WriteString("id"u8, _id);
            json.WriteNumber("pid"u8, pid);
            json.WriteString("bundle"u8, bundle);
            json.WriteString("created"u8, DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
            if (cgroup is not null)
            {
                json.WriteString("cgroup"u8, cgroup);
            }

            json.WriteEndObject();
        }

        const string temporary = ".state.json";
        using (FileDescriptor file = _directory.OpenAt(temporary, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | FcntlArch.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0x180))
        {
            file.WriteAll(buffer.WrittenSpan);
        }

        Directories.Rename(_directory, temporary, _directory, "state.json");
    }

    /// <summary>Gives the id back: removes the directory and what was written into it.</summary>
    public void Remove()
    {
        if (_removed)
        {
            return;
        }

        _removed = true;
        Directories.Unlink(_directory, ".state.json");
        Directories.Unlink(_directory, "state.json");
        Directories.RemoveDirectory(_root, _id);
    }

    /// <summary>Closes the directory; it stays unless it was removed.</summary>
    public void Dispose()
    {
        _directory.Dispose();
        _root.Dispose();
    }

    private static FileDescriptor OpenRoot(string root)
    {
        const int flags = Fcntl.O_RDONLY | FcntlArch.O_DIRECTORY | Fcntl.O_CLOEXEC;
        FileDescriptor? opened = FileDescriptor.TryOpen(root, flags, out int errno);
        if (opened is null && errno == Errno.ENOENT)
        {
            errno = MakeTree(root);
            opened = errno == 0 ? FileDescriptor.TryOpen(root, flags, out errno) : null;
        }

        return opened ?? throw new ContainerException(FailureKind.State, $"state root '{root}': {ErrnoText.Describe(errno)}; name a writable one with --root");
    }

    private static int MakeTree(string path)
    {
        for (int slash = path.IndexOf('/', 1); ; slash = path.IndexOf('/', slash + 1))
        {
            string part = slash < 0 ? path : path[..slash];
            int made = Directories.TryMakeDirectory(FileDescriptor.CurrentDirectory, part, slash < 0 ? 0x1C0u : 0x1EDu);
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
}
