// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using Ocirt.Abi.Messages;
using Ocirt.Linux;

namespace Ocirt.Runtime.Hooks;

/// <summary>How a hook ended.</summary>
/// <param name="Errno">Why it could not be executed, or 0.</param>
/// <param name="Status">How it ended by itself.</param>
/// <param name="TimedOut">Whether it was killed because its time was over.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Printed">The end of what it printed, on one line.</param>
public readonly record struct HookResult(int Errno, ExitStatus Status, bool TimedOut, long Milliseconds, string Printed)
{
    /// <summary>How a hook ended that init ran.</summary>
    /// <param name="message">The report of init.</param>
    /// <param name="printed">The end of what the hook printed.</param>
    public static HookResult Of(in InitMessage message, ReadOnlySpan<byte> printed)
    {
        int number = (int)(message.Value & 0xffff);
        ExitStatus status = message.Point switch
        {
            FailurePoint.HookExit => new(number, 0),
            FailurePoint.HookSignal => new(0, number),
            _ => default,
        };
        bool ended = message.Point is FailurePoint.HookExit or FailurePoint.HookSignal or FailurePoint.HookTimeout;
        return new(ended ? 0 : message.Error, status, message.Point == FailurePoint.HookTimeout, (long)(message.Value >> 32), OneLine(printed));
    }

    /// <summary>Whether the hook did what it was to do.</summary>
    public bool Succeeded => Errno == 0 && !TimedOut && Status is { Code: 0, Signal: 0 };

    /// <summary>The failure in words, without the hook's place: <c>exit code 3 after 0.12 s, its output ends with 'x'</c>.</summary>
    public string Describe()
    {
        if (Errno != 0)
        {
            return $"cannot be executed: {ErrnoText.Describe(Errno)}";
        }

        string end = TimedOut ? "killed at its timeout"
            : Status.Signal != 0 ? string.Create(CultureInfo.InvariantCulture, $"killed by signal {Status.Signal}")
            : string.Create(CultureInfo.InvariantCulture, $"exit code {Status.Code}");
        string time = string.Create(CultureInfo.InvariantCulture, $" after {Milliseconds / 1000}.{Milliseconds % 1000 / 10:00} s");
        return end + time + (Printed.Length == 0 ? ", without any output" : $", its output ends with '{Printed}'");
    }

    /// <summary>The end of what a hook printed, on one line: no control character reaches the caller's terminal.</summary>
    public static string OneLine(ReadOnlySpan<byte> printed)
    {
        char[] text = System.Text.Encoding.UTF8.GetString(printed).ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }

        return new string(text).Trim();
    }
}
