// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Probe;

/// <summary>The command line. Options that may stand more than once are read where they are carried out.</summary>
internal unsafe struct Options
{
    /// <summary>The largest number that an option takes.</summary>
    private const int LargestNumber = 1_000_000;

    /// <summary>The exit status; 0 unless asked otherwise.</summary>
    internal int ExitStatus;

    /// <summary>How long to wait after the report, in seconds.</summary>
    internal int SleepSeconds;

    /// <summary>How much memory to touch before the report, in MiB; -1 for none.</summary>
    internal int MemoryMegabytes;

    /// <summary>Whether to wait for a signal after the report.</summary>
    internal bool WaitsForSignal;

    /// <summary>Reads the command line; false when something in it is unknown or lacks its value.</summary>
    internal bool Parse(int count, byte** arguments)
    {
        ExitStatus = 0;
        SleepSeconds = 0;
        MemoryMegabytes = -1;
        WaitsForSignal = false;
        for (int i = 1; i < count; i++)
        {
            if (Call.Same(arguments[i], "--signal-wait"u8))
            {
                WaitsForSignal = true;
                continue;
            }

            byte* option = arguments[i];
            if (++i == count)
            {
                return false;
            }

            int number = Number(arguments[i]);
            if (Call.Same(option, "--exit"u8))
            {
                ExitStatus = number;
            }
            else if (Call.Same(option, "--sleep"u8))
            {
                SleepSeconds = number;
            }
            else if (Call.Same(option, "--memory"u8))
            {
                MemoryMegabytes = number;
            }
            else if (Call.Same(option, "--path"u8))
            {
                continue;
            }
            else if (!Call.Same(option, "--syscall"u8))
            {
                return false;
            }

            if (number < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The next value of an option that may stand more than once, or null. Start with <paramref name="position"/> at 1.
    /// </summary>
    internal static byte* Next(ReadOnlySpan<byte> option, int count, byte** arguments, int* position)
    {
        while (*position < count)
        {
            byte* found = arguments[(*position)++];
            if (Call.Same(found, "--signal-wait"u8))
            {
                continue;
            }

            byte* value = arguments[(*position)++];
            if (Call.Same(found, option))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A decimal number, or -1.</summary>
    internal static int Number(byte* text)
    {
        int number = 0;
        if (*text == 0)
        {
            return -1;
        }

        for (; *text != 0; text++)
        {
            if (*text < (byte)'0' || *text > (byte)'9' || number > LargestNumber)
            {
                return -1;
            }

            number = (number * 10) + *text - (byte)'0';
        }

        return number;
    }
}
