// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>What the kernel answers to a request about the network.</summary>
/// <param name="Errno">0, or the error number.</param>
/// <param name="Words">The kernel's own words about an error; empty when it has none.</param>
public readonly record struct NetlinkAnswer(int Errno, string Words)
{
    /// <summary>Whether it was done.</summary>
    public bool IsGood => Errno == 0;

    /// <summary>The error for a message: its name, its meaning, and the kernel's words.</summary>
    public override string ToString() => Words.Length == 0
        ? $"{ErrnoText.Name(Errno)}: {ErrnoText.Describe(Errno)}"
        : $"{ErrnoText.Name(Errno)}: {ErrnoText.Describe(Errno)} ({Words})";
}
