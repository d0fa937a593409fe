// SPDX-License-Identifier: Apache-2.0

using System.Threading;

using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>A program that <see cref="Spawn.TryStartCopy"/> started, and that may not be executed yet.</summary>
public sealed unsafe class StartedCopy
{
    private readonly SpawnCopyRequest* _request;

    internal StartedCopy(int pid, SpawnCopyRequest* request)
    {
        Pid = pid;
        _request = request;
    }

    /// <summary>The child's pid; the caller waits for it.</summary>
    public int Pid { get; }

    /// <summary>
    /// Why the child has ended, or is about to end, instead of executing the program: a positive error number. 0 as long as
    /// none is known: it may still come until the child does something that only the program does.
    /// </summary>
    public int Errno => Volatile.Read(ref _request->Failure);
}
