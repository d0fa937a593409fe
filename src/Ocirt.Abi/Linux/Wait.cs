// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Abi.Linux;

/// <summary>Constants of <c>linux/wait.h</c> and <c>asm-generic/siginfo.h</c>; see waitid(2).</summary>
public static class Wait
{
    /// <summary>Does not wait.</summary>
    public const int WNOHANG = 1;

    /// <summary>Children that ended.</summary>
    public const int WEXITED = 4;

    /// <summary>One child by its pid.</summary>
    public const int P_PID = 1;

    /// <summary>One child by its pidfd (5.4).</summary>
    public const int P_PIDFD = 3;

    /// <summary>The child ended by itself.</summary>
    public const int CLD_EXITED = 1;

    /// <summary>A signal ended the child.</summary>
    public const int CLD_KILLED = 2;

    /// <summary>A signal ended the child, which left a core.</summary>
    public const int CLD_DUMPED = 3;
}
