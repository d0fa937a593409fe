// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>What Native/(architecture)/spawn_copy.S reads, and what it writes on failure. Its places are named there too.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SpawnCopyRequest
{
    /// <summary>How many descriptors fit.</summary>
    internal const int MaximumDescriptors = 3;

    /// <summary>The program.</summary>
    internal byte* Program;

    /// <summary>Its size in bytes.</summary>
    internal long ProgramSize;

    /// <summary>The name of the file in memory, ending in NUL.</summary>
    internal byte* Name;

    /// <summary>The arguments, ending in null.</summary>
    internal byte** Arguments;

    /// <summary>The number in the child of the first descriptor; those from 3 to it are inherited, those from it on closed.</summary>
    internal long First;

    /// <summary>How many descriptors there are.</summary>
    internal long Count;

    /// <summary>The descriptors. The child changes them.</summary>
    internal fixed long Sources[MaximumDescriptors];

    /// <summary>0, or the error number for which the child ended instead of executing the program.</summary>
    internal int Failure;

    /// <summary>An empty environment, a default signal action and an empty signal set.</summary>
    internal fixed long Zeros[4];
}
