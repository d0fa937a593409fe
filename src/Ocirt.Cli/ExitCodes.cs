// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cli;

/// <summary>The exit codes of ocirt itself. A foreground <c>run</c> gives the container's own instead.</summary>
internal static class ExitCodes
{
    /// <summary>Done as asked.</summary>
    public const int Success = 0;

    /// <summary>Anything that failed, a wrong command line included.</summary>
    public const int Failure = 1;

    /// <summary>The process of an <c>exec</c> could not be started: what no program is likely to give.</summary>
    public const int ProcessNotStarted = 255;

    /// <summary>A signal made it give up: 128 and the signal, as shells report it.</summary>
    public static int Interrupted(int signal) => 128 + signal;
}
