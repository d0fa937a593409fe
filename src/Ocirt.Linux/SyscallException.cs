// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Linux;

/// <summary>
/// A system call failed. The message is the call with its arguments, the error's name and its meaning:
/// <c>openat2([5]&lt;/run/x&gt;, "rootfs/etc"): ENOENT: no such file or directory</c>.
/// </summary>
public sealed class SyscallException : Exception
{
    /// <summary>Describes a failed call.</summary>
    /// <param name="call">The call with its arguments, as it is shown.</param>
    /// <param name="errno">The positive error number.</param>
    public SyscallException(string call, int errno)
        : this(call, errno, advice: null)
    {
    }

    /// <summary>Describes a failed call whose usual cause is known.</summary>
    /// <param name="call">The call with its arguments, as it is shown.</param>
    /// <param name="errno">The positive error number.</param>
    /// <param name="advice">The cause and what to mend; appended to the message. Null when unknown.</param>
    public SyscallException(string call, int errno, string? advice)
        : base(Render(call, errno, advice))
    {
        Call = call;
        Errno = errno;
    }

    /// <summary>The call with its arguments.</summary>
    public string Call { get; }

    /// <summary>The positive error number; see <see cref="Ocirt.Abi.Linux.Errno"/>.</summary>
    public int Errno { get; }

    private static string Render(string call, int errno, string? advice)
    {
        string text = $"{call}: {ErrnoText.Name(errno)}: {ErrnoText.Describe(errno)}";
        advice ??= errno switch
        {
            Abi.Linux.Errno.EMFILE => "raise the limit with 'ulimit -n'",
            Abi.Linux.Errno.ENOENT when call.Contains("\"/proc/", StringComparison.Ordinal) => "is /proc mounted?",
            _ => null,
        };
        return advice is null ? text : $"{text}: {advice}";
    }
}
