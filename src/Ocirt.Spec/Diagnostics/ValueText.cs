// SPDX-License-Identifier: Apache-2.0

using System.Globalization;
using System.Text;

namespace Ocirt.Spec.Diagnostics;

/// <summary>Values of the configuration as they stand in messages: quoted, on one line, of bounded length.</summary>
public static class ValueText
{
    private const int MaxLength = 80;

    /// <summary>
    /// The value in single quotes. Characters that a terminal would act on or not show are escaped, and what is
    /// longer than 80 characters is cut, with its length.
    /// </summary>
    public static string Quote(string? value)
    {
        if (value is null)
        {
            return "nothing";
        }

        var text = new StringBuilder(value.Length + 2).Append('\'');
        int shown = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (shown++ == MaxLength)
            {
                return text.Append("...' (").Append(value.Length).Append(" characters)").ToString();
            }

            AppendRune(text, rune);
        }

        return text.Append('\'').ToString();
    }

    private static void AppendRune(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '\'' or '\\':
                text.Append('\\').Append((char)rune.Value);
                return;
            case '\n':
                text.Append("\\n");
                return;
            case '\r':
                text.Append("\\r");
                return;
            case '\t':
                text.Append("\\t");
                return;
        }

        if (IsShown(rune))
        {
            text.Append(rune.ToString());
            return;
        }

        text.Append(rune.Value < 0x100 ? "\\x" : "\\u{").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture));
        text.Append(rune.Value < 0x100 ? string.Empty : "}");
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.Surrogate);
}
