// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// An attacker who exchanges a directory and a link as often as he can: a walk that looks twice sees now one and now the
/// other. From time to time he empties what either leads to, so that there is something to be made again.
/// </summary>
internal sealed partial class NameSwap : IDisposable
{
    private const int Here = -100;
    private const uint Exchange = 2;
    private const int SwapsBetweenCleanings = 64;

    private readonly Thread _thread;
    private bool _ends;
    private long _swaps;

    /// <summary>Begins.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="link">The link.</param>
    /// <param name="target">Where the link leads inside the rootfs.</param>
    public NameSwap(string directory, string link, string target)
    {
        _thread = new(() =>
        {
            while (!Volatile.Read(ref _ends))
            {
                // An even number: the names mean again what they meant at first.
                for (int i = 0; i < SwapsBetweenCleanings; i++)
                {
                    Interlocked.Add(ref _swaps, renameat2(Here, directory, Here, link, Exchange) == 0 ? 1 : 0);
                }

                Empty(directory);
                Empty(target);
            }
        });
        _thread.Start();
    }

    /// <summary>How often the names were exchanged so far.</summary>
    public long Swaps => Interlocked.Read(ref _swaps);

    public void Dispose()
    {
        Volatile.Write(ref _ends, true);
        _thread.Join();
    }

    private static void Empty(string directory)
    {
        try
        {
            foreach (string entry in Directory.GetDirectories(directory))
            {
                Directory.Delete(entry, recursive: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The runtime was just making something in it.
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);
}
