// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text.Json;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Parsing;

/// <summary>Walks a JSON text (RFC 8259) up to its first fault.</summary>
/// <remarks>Used after <see cref="Utf8JsonReader"/> refused the text, and only then.</remarks>
internal ref struct SyntaxScanner
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Stack<int> _open = new();
    private int _at;

    internal SyntaxScanner(ReadOnlySpan<byte> text)
    {
        _text = text;
    }

    private readonly byte Current => _at < _text.Length ? _text[_at] : (byte)0;

    private readonly bool InObject => _open.Count > 0 && _text[_open.Peek()] == (byte)'{';

    /// <summary>The first fault, or null when there is none.</summary>
    internal SyntaxFault? FindFault()
    {
        SkipSpace();
        if (_at == _text.Length)
        {
            return new SyntaxFault(DiagnosticId.FileEmpty, _at, string.Empty);
        }

        bool afterComma = false;
        while (true)
        {
            SyntaxFault? fault = ReadItem(afterComma, out bool opened);
            if (fault is not null)
            {
                return fault;
            }

            if (opened)
            {
                afterComma = false;
                continue;
            }

            fault = CloseItems(out bool done);
            if (fault is not null || done)
            {
                return fault;
            }

            afterComma = true;
        }
    }

    /// <summary>Reads an element or field up to a scalar's end, or into a list or object that is not empty.</summary>
    private SyntaxFault? ReadItem(bool afterComma, out bool opened)
    {
        opened = false;
        SkipSpace();
        if (InObject)
        {
            if (Current != (byte)'"')
            {
                string what = afterComma ? "a field name in double quotes after ','" : "a field name in double quotes or '}'";
                return FaultHere(afterComma && Current == (byte)'}' ? DiagnosticId.TrailingComma : DiagnosticId.UnexpectedText, what);
            }

            if (ReadString() is { } broken)
            {
                return broken;
            }

            SkipSpace();
            if (Current != (byte)':')
            {
                return FaultHere(DiagnosticId.UnexpectedText, "':' after the field name");
            }

            _at++;
            SkipSpace();
        }
        else if (afterComma && Current == (byte)']')
        {
            return FaultHere(DiagnosticId.TrailingComma, "a value after ','");
        }

        return ReadValue(out opened);
    }

    private SyntaxFault? ReadValue(out bool opened)
    {
        opened = false;
        switch (Current)
        {
            case (byte)'{' or (byte)'[':
                if (_open.Count == ConfigSource.MaxDepth)
                {
                    return new SyntaxFault(DiagnosticId.TooDeep, _at, $"{ConfigSource.MaxDepth}");
                }

                _open.Push(_at++);
                SkipSpace();
                opened = Current != (InObject ? (byte)'}' : (byte)']');
                return null;
            case (byte)'"':
                return ReadString();
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber();
            default:
                if (ReadWord("true"u8) || ReadWord("false"u8) || ReadWord("null"u8))
                {
                    return null;
                }

                _at = IsCutWord(_text[_at..]) ? _text.Length : _at;
                return FaultHere(DiagnosticId.UnexpectedText, "a value");
        }
    }

    /// <summary>Reads closing brackets and then a comma, or the end of the file.</summary>
    private SyntaxFault? CloseItems(out bool done)
    {
        done = false;
        while (true)
        {
            SkipSpace();
            if (_open.Count == 0)
            {
                done = true;
                return _at == _text.Length ? null : FaultHere(DiagnosticId.TrailingText, "the end of the file");
            }

            if (Current == (InObject ? (byte)'}' : (byte)']'))
            {
                _open.Pop();
                _at++;
                continue;
            }

            if (Current == (byte)',')
            {
                _at++;
                return null;
            }

            return FaultHere(DiagnosticId.UnexpectedText, InObject ? "',' or '}'" : "',' or ']'");
        }
    }

    private SyntaxFault? ReadString()
    {
        int start = _at++;
        while (_at < _text.Length && Current != (byte)'"')
        {
            if (Current < 0x20)
            {
                return FaultHere(DiagnosticId.RawControlCharacter, string.Empty);
            }

            if (Current != (byte)'\\')
            {
                _at++;
            }
            else if (ReadEscape() is { } fault)
            {
                return fault;
            }
        }

        if (_at >= _text.Length)
        {
            return new SyntaxFault(DiagnosticId.UnexpectedEnd, _text.Length, "a string", start);
        }

        _at++;
        return null;
    }

    private SyntaxFault? ReadEscape()
    {
        int start = _at++;
        if (_at >= _text.Length)
        {
            return null;
        }

        if (Current != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(_text[_at++]) ? null : new SyntaxFault(DiagnosticId.UnknownEscape, start, string.Empty);
        }

        _at++;
        for (int digit = 0; digit < 4 && _at < _text.Length; digit++)
        {
            if (!char.IsAsciiHexDigit((char)_text[_at++]))
            {
                return new SyntaxFault(DiagnosticId.UnknownEscape, start, string.Empty);
            }
        }

        return null;
    }

    private SyntaxFault? ReadNumber()
    {
        int start = _at;
        _at += Current == (byte)'-' ? 1 : 0;
        bool leadingZero = Current == (byte)'0';
        int digits = SkipDigits();
        bool valid = digits > 0 && !(leadingZero && digits > 1);
        if (Current == (byte)'.')
        {
            _at++;
            valid &= SkipDigits() > 0;
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            _at++;
            _at += Current is (byte)'+' or (byte)'-' ? 1 : 0;
            valid &= SkipDigits() > 0;
        }

        valid &= !char.IsAsciiLetterOrDigit((char)Current) && Current is not ((byte)'.' or (byte)'_' or (byte)'-' or (byte)'+');
        if (_at == _text.Length && _open.Count > 0)
        {
            return FaultHere(DiagnosticId.UnexpectedText, string.Empty);
        }

        return valid ? null : new SyntaxFault(DiagnosticId.BadNumber, start, string.Empty);
    }

    private int SkipDigits()
    {
        int start = _at;
        while (char.IsAsciiDigit((char)Current))
        {
            _at++;
        }

        return _at - start;
    }

    private bool ReadWord(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private static bool IsCutWord(ReadOnlySpan<byte> rest) =>
        "true"u8.StartsWith(rest) || "false"u8.StartsWith(rest) || "null"u8.StartsWith(rest);

    private void SkipSpace()
    {
        while (Current is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private readonly SyntaxFault FaultHere(DiagnosticId id, string expected)
    {
        if (_at >= _text.Length && _open.Count > 0)
        {
            return new SyntaxFault(DiagnosticId.UnexpectedEnd, _text.Length, InObject ? "an object" : "a list", _open.Peek());
        }

        if (id is DiagnosticId.UnexpectedText or DiagnosticId.TrailingText && Current is (byte)'/' or (byte)'#')
        {
            return new SyntaxFault(DiagnosticId.Comment, _at, string.Empty);
        }

        return new SyntaxFault(id, _at, expected);
    }
}
