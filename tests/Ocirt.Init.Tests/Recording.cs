// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;

namespace Ocirt.Init.Tests;

/// <summary>What a recording kernel wrote down, and how it is to answer.</summary>
internal sealed class Recording
{
    internal List<string> Calls { get; } = [];

    internal List<InitMessage> Messages { get; } = [];

    internal Dictionary<SyscallNumber, nint> Answers { get; } = [];

    internal int FailAt { get; set; } = -1;

    internal int FailWith { get; set; } = Errno.EIO;

    /// <summary>A call that fails whenever its description ends so.</summary>
    internal (SyscallNumber Call, int Error, string Ending)? FailFor { get; set; }

    /// <summary>What every symbolic link says; null when there is none.</summary>
    internal string? LinkText { get; set; }

    internal nint NextDescriptor { get; set; } = 20;

    internal nint NamespaceKind { get; set; }

    internal uint StatMode { get; set; }

    /// <summary>Modes that differ from it once a file is open, by the path that it was opened by.</summary>
    internal Dictionary<string, uint> OpenedModes { get; } = [];

    /// <summary>The only entry of the first directory that is listed; null for none.</summary>
    internal string? Entry { get; set; }

    internal string WorkingDirectory { get; set; } = "/";

    internal string Home { get; set; } = "HOME=/root";

    /// <summary>The listening socket that the creator hands over once; -1 for none.</summary>
    internal int StartSocket { get; set; } = -1;

    /// <summary>The users on the other ends of sockets, by descriptor.</summary>
    internal Dictionary<nint, uint> Peers { get; } = [];

    /// <summary>Called before each message that init receives.</summary>
    internal System.Action OnReceive { get; set; } = static () => { };

    internal bool BrainIsGone { get; set; }

    internal nint ClonedPid { get; set; }

    /// <summary>The descriptor that a message which is no answer of the brain brings; 0 for none.</summary>
    internal int Lent { get; set; }

    /// <summary>The descriptors that come with an answer.</summary>
    internal int[] HandedOver { get; set; } = [];

    /// <summary>The slots that the brain fills before init asks, in their order.</summary>
    internal Queue<LateSlot> Unasked { get; } = [];

    /// <summary>How many messages there were at the last answer.</summary>
    internal int Answered { get; set; }

    internal nint HookPid { get; set; } = 55;

    internal int HookStatus { get; set; }

    /// <summary>Whether a hook does not end before its time is over.</summary>
    internal bool HookHangs { get; set; }

    /// <summary>What can be read from a descriptor, piece by piece.</summary>
    internal Dictionary<int, Queue<byte[]>> Pipes { get; } = [];

    /// <summary>The paths that were opened, by descriptor.</summary>
    internal Dictionary<nint, string> Opened { get; } = [];

    /// <summary>The RESOLVE_* flags of openat2(2), by path.</summary>
    internal Dictionary<string, ulong> Resolved { get; } = [];

    /// <summary>What files hold, by the path by which they are opened.</summary>
    internal Dictionary<string, string> Files { get; } = [];

    /// <summary>The mounts that descriptors are on, by the path by which they were opened; the empty one stands for all others.</summary>
    internal Dictionary<string, uint> MountIds { get; } = [];

    /// <summary>The magic number of every file system.</summary>
    internal ulong FileSystem { get; set; }

    /// <summary>The monotonic clock.</summary>
    internal long Milliseconds { get; set; } = 1000;
}
