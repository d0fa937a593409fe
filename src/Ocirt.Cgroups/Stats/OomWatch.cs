// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

using Ocirt.Abi.Linux;
using Ocirt.Cgroups.Fs;
using Ocirt.Linux;

namespace Ocirt.Cgroups.Stats;

/// <summary>
/// Tells when the OOM killer came to a cgroup: by the changes of memory.events on cgroup v2, by cgroup.event_control on v1.
/// </summary>
public sealed class OomWatch : IDisposable
{
    private readonly FileDescriptor _file;
    private readonly EventFd? _counter;
    private ulong _kills;

    private OomWatch(FileDescriptor file, EventFd? counter)
    {
        _file = file;
        _counter = counter;
    }

    /// <summary>What to wait for; <see cref="IsFile"/> says how.</summary>
    public FileDescriptor Descriptor => _counter?.Descriptor ?? _file;

    /// <summary>Whether the descriptor is of a file of cgroupfs, whose change is waited for.</summary>
    public bool IsFile => _counter is null;

    /// <summary>Begins to watch.</summary>
    /// <param name="cgroup">The cgroup.</param>
    /// <returns>The watch, or null when the host does not count memory by cgroups.</returns>
    /// <exception cref="CgroupException">The kernel refuses.</exception>
    public static OomWatch? Open(Cgroup cgroup)
    {
        foreach (CgroupHierarchy hierarchy in cgroup.Hierarchies)
        {
            if (hierarchy.Has("memory"))
            {
                return OpenLegacy(hierarchy.Directory);
            }

            if (cgroup.Layout == CgroupLayout.Unified && FileDescriptor.TryOpen(hierarchy.Directory + "/memory.events", Fcntl.O_RDONLY, out _) is FileDescriptor file)
            {
                OomWatch watch = new(file, counter: null);
                watch._kills = watch.Kills();
                return watch;
            }
        }

        return null;
    }

    /// <summary>Whether the OOM killer came since the last time. Call it when the descriptor is ready, and at the end.</summary>
    /// <returns>True when it did.</returns>
    public bool Take()
    {
        if (_counter is not null)
        {
            return Polling.WaitReadable(_counter.Descriptor, timeoutMilliseconds: 0) && _counter.Take() > 0;
        }

        ulong before = _kills;
        _kills = Kills();
        return _kills > before;
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        _counter?.Dispose();
        _file.Dispose();
    }

    private static OomWatch OpenLegacy(string directory)
    {
        FileDescriptor file = FileDescriptor.Open(directory + "/memory.oom_control", Fcntl.O_RDONLY);
        EventFd counter = EventFd.Create();
        int errno = CgroupFiles.TryWrite(directory + "/cgroup.event_control", $"{counter.Descriptor.Value} {file.Value}");
        if (errno == 0)
        {
            return new OomWatch(file, counter);
        }

        counter.Dispose();
        file.Dispose();
        throw new CgroupException($"watching '{directory}/memory.oom_control': {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}");
    }

    /// <summary>Reads the counter by the descriptor that is waited for: that is what makes the kernel report the next change.</summary>
    private ulong Kills()
    {
        Span<byte> buffer = stackalloc byte[1024];
        int length;
        try
        {
            length = _file.ReadAt(buffer, offset: 0);
        }
        catch (SyscallException gone) when (gone.Errno == Errno.ENODEV)
        {
            return _kills;
        }

        foreach (ReadOnlySpan<char> line in Encoding.ASCII.GetString(buffer[..length]).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("oom_kill ", StringComparison.Ordinal) && StatFile.Parse(line[9..]) is ulong kills)
            {
                return kills;
            }
        }

        return 0;
    }
}
