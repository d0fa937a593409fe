// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;
using System.Text.Json;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Parsing;

/// <content>What is said about single values.</content>
internal ref partial struct ConfigParser
{
    /// <summary>The text of the string or name at hand, with a finding when no C string can hold it.</summary>
    private string TextOfToken()
    {
        if (!_reader.ValueIsEscaped)
        {
            return _reader.GetString()!;
        }

        string text;
        try
        {
            text = _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _bag.Add(DiagnosticId.HalfSurrogate, Offset, []);
            return string.Empty;
        }

        if (text.Contains('\0'))
        {
            _bag.Add(DiagnosticId.NulInString, Offset, [], ValueText.Quote(text));
        }

        return text;
    }

    private byte[] UnescapedName()
    {
        try
        {
            return Encoding.UTF8.GetBytes(_reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // No name of the specification has such a character: it is an unknown field.
            return [];
        }
    }

    private void ReportWrongType(string expected) =>
        _bag.Add(DiagnosticId.WrongType, Offset, [], expected, DescribeToken());

    private void ReportNumber(string min, string max)
    {
        string number = Encoding.UTF8.GetString(_reader.ValueSpan);
        bool whole = number.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        _bag.Add(whole ? DiagnosticId.NumberOutOfRange : DiagnosticId.NotAnInteger, Offset, [], min, max, ValueText.Quote(number));
    }

    private string DescribeToken() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "the string " + QuotedToken(),
        JsonTokenType.Number => "the number " + ValueText.Quote(Encoding.UTF8.GetString(_reader.ValueSpan)),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    private string QuotedToken()
    {
        try
        {
            return ValueText.Quote(_reader.GetString());
        }
        catch (InvalidOperationException)
        {
            return ValueText.Quote(Encoding.UTF8.GetString(_reader.ValueSpan));
        }
    }
}
