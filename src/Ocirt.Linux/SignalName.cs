// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>The names of signals; see signal(7).</summary>
public static class SignalName
{
    /// <summary>The first real-time signal that programs use: the C library keeps 32 and 33 for itself.</summary>
    private const int RealTimeMinimum = 34;

    /// <summary>By number, without SIG.</summary>
    private static readonly string[] s_names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>Reads a signal: a number from 0 to 64, or a name in any case, with or without SIG, such as <c>RTMIN+2</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out int signal)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal <= Signal.NSIG;
        }

        if (text.StartsWith("SIG", StringComparison.OrdinalIgnoreCase))
        {
            text = text[3..];
        }

        for (signal = 1; signal < s_names.Length; signal++)
        {
            if (text.Equals(s_names[signal], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        signal = text switch
        {
            _ when text.Equals("IOT", StringComparison.OrdinalIgnoreCase) => 6,
            _ when text.Equals("CLD", StringComparison.OrdinalIgnoreCase) => 17,
            _ when text.Equals("POLL", StringComparison.OrdinalIgnoreCase) => 29,
            _ when text.StartsWith("RTMIN", StringComparison.OrdinalIgnoreCase) => RealTimeMinimum + Offset(text[5..], '+'),
            _ when text.StartsWith("RTMAX", StringComparison.OrdinalIgnoreCase) => Signal.NSIG - Offset(text[5..], '-'),
            _ => 0,
        };
        return signal is > 0 and <= Signal.NSIG && (signal < s_names.Length || signal >= RealTimeMinimum);
    }

    /// <summary>The name of a signal, with SIG; the decimal number when it has none.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>The name.</returns>
    public static string Of(int signal) => signal switch
    {
        > 0 when signal < s_names.Length => "SIG" + s_names[signal],
        RealTimeMinimum => "SIGRTMIN",
        > RealTimeMinimum and <= Signal.NSIG => string.Create(CultureInfo.InvariantCulture, $"SIGRTMIN+{signal - RealTimeMinimum}"),
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The number behind the sign; a large one, which leads out of the range, when it is not one.</summary>
    private static int Offset(ReadOnlySpan<char> text, char sign)
    {
        const int outside = 1000;
        return text.IsEmpty ? 0
            : text[0] == sign && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
                && offset <= Signal.NSIG - RealTimeMinimum ? offset
            : outside;
    }
}
