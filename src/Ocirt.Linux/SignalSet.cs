// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Linux;

/// <summary>A set of the signals 1 to 64, as the kernel keeps it; see sigsetops(3).</summary>
/// <param name="Bits">Bit n - 1 stands for signal n.</param>
public readonly record struct SignalSet(ulong Bits)
{
    /// <summary>Every signal.</summary>
    public static SignalSet All => new(ulong.MaxValue);

    /// <summary>Makes a set.</summary>
    /// <param name="signals">Its signals, each 1 to 64.</param>
    /// <returns>The set.</returns>
    public static SignalSet Of(params ReadOnlySpan<int> signals)
    {
        ulong bits = 0;
        foreach (int signal in signals)
        {
            bits |= 1UL << (signal - 1);
        }

        return new SignalSet(bits);
    }

    /// <summary>Whether a signal is in the set.</summary>
    /// <param name="signal">A signal, 1 to 64.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(int signal) => (Bits >> (signal - 1) & 1) != 0;
}
