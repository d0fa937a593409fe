// SPDX-License-Identifier: Apache-2.0
using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Ocirt.Benchmarks;

/// <summary>Many mounts in this (private) mount namespace, taken away on Dispose.</summary>
internal sealed partial class MountFlood : IDisposable
{
    private readonly string directory;

    /// <summary>Makes <paramref name="count"/> bind mounts of a tmpfs below <paramref name="directory"/>.</summary>
    public MountFlood(string directory, int count)
    {
        this.directory = directory;
        _ = Directory.CreateDirectory(directory);
        Check(Mount("tmpfs", directory, "tmpfs", 0, null));
        string source = Path.Combine(directory, "source");
        _ = Directory.CreateDirectory(source);
        Check(Mount("tmpfs", source, "tmpfs", 0, null));
        // A private source: each mount is one mount, not one per peer.
        Check(Mount(null, directory, null, 1 << 18, null));
        Check(Mount(null, source, null, 1 << 18, null));
        for (int i = 0; i < count; i++)
        {
            string target = Path.Combine(directory, $"m{i}");
            _ = Directory.CreateDirectory(target);
            Check(Mount(source, target, null, 4096, null));
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string? source, string target, string? type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Unmount(directory, 2);
        Directory.Delete(directory);
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"mount failed: errno {Marshal.GetLastPInvokeError()}");
        }
    }
}
