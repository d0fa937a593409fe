// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code, when it ended by itself; 0 otherwise.</param>
/// <param name="Signal">The signal that ended it; 0 when it ended by itself.</param>
public readonly record struct ExitStatus(int Code, int Signal)
{
    /// <summary>The code as shells report it: the exit code, or 128 and the signal.</summary>
    public int ShellCode => Signal == 0 ? Code : 128 + Signal;
}
