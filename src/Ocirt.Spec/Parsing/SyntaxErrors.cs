// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Parsing;

/// <summary>Says what is wrong with a text that is no JSON, in words for people.</summary>
/// <remarks>The JSON reader tells only that and where; this looks at the place again, after the fact.</remarks>
internal static class SyntaxErrors
{
    /// <summary>Adds the one finding about broken JSON.</summary>
    internal static void Explain(DiagnosticBag bag, JsonException broken)
    {
        ReadOnlySpan<byte> text = bag.Source.Utf8.Span;
        var scanner = new SyntaxScanner(text);
        SyntaxFault fault = scanner.FindFault() ?? new SyntaxFault(
            DiagnosticId.UnexpectedText,
            OffsetOf(text, broken),
            "valid JSON");
        SourceLocation location = bag.Source.At(string.Empty, fault.Offset);
        string found = Describe(text, fault.Offset);
        if (fault.Opened >= 0)
        {
            SourceLocation opened = bag.Source.At(string.Empty, fault.Opened);
            bag.Add(fault.Id, location, fault.Expected, string.Create(CultureInfo.InvariantCulture, $"{opened.Line}:{opened.Column}"));
            return;
        }

        bag.Add(fault.Id, location, fault.Expected, found);
    }

    /// <summary>Adds the finding about the first byte that is not UTF-8.</summary>
    internal static void ExplainEncoding(DiagnosticBag bag)
    {
        ReadOnlySpan<byte> text = bag.Source.Utf8.Span;
        int offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        bag.Add(DiagnosticId.InvalidUtf8, bag.Source.At(string.Empty, offset), text[offset].ToString("x2", CultureInfo.InvariantCulture));
    }

    private static int OffsetOf(ReadOnlySpan<byte> text, JsonException broken)
    {
        int offset = 0;
        for (long line = broken.LineNumber ?? 0; line > 0; line--)
        {
            offset += text[offset..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(offset + (broken.BytePositionInLine ?? 0), text.Length);
    }

    private static string Describe(ReadOnlySpan<byte> text, int offset)
    {
        if (offset >= text.Length)
        {
            return "the end of the file";
        }

        Rune.DecodeFromUtf8(text[offset..], out Rune rune, out _);
        int length = 0;
        while (offset + length < text.Length && length < 32 && (char.IsAsciiLetterOrDigit((char)text[offset + length]) || text[offset + length] is (byte)'_'))
        {
            length++;
        }

        return ValueText.Quote(length > 1 ? Encoding.UTF8.GetString(text.Slice(offset, length)) : rune.ToString());
    }
}
