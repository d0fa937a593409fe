// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

namespace Ocirt.Cli.Parsing;

/// <summary>The wording of errors in the command line.</summary>
internal static class UsageText
{
    private const int LongestQuote = 200;

    /// <summary>The message with the help to read at its end.</summary>
    public static string WithHelp(string message, string program, string command) =>
        command.Length == 0 ? $"{message}; see '{program} --help'" : $"{message}; see '{program} {command} --help'";

    /// <summary>
    /// The value in single quotes, on one line: control characters become <c>\xNN</c>, and what is too long is cut.
    /// </summary>
    public static string Quote(ReadOnlySpan<char> value)
    {
        var text = new StringBuilder("'");
        foreach (char letter in value[..Math.Min(value.Length, LongestQuote)])
        {
            if (char.IsControl(letter))
            {
                text.Append("\\x").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(letter);
            }
        }

        return text.Append(value.Length > LongestQuote ? "...'" : "'").ToString();
    }
}
