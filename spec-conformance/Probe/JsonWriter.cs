// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Linux;

namespace Ocirt.Probe;

/// <summary>
/// Writes JSON to a descriptor through a buffer of the caller's. Text is UTF-8; each byte sequence that is
/// not becomes U+FFFD. The structure is the caller's duty; commas are set here.
/// </summary>
internal unsafe struct JsonWriter
{
    private readonly byte* _buffer;
    private readonly int _capacity;
    private readonly int _descriptor;
    private int _used;
    private bool _needsComma;

    /// <summary>The bytes of a character that is not complete yet, the first one highest.</summary>
    private uint _pending;
    private int _have;
    private int _want;

    /// <summary>Writes to <paramref name="descriptor"/>.</summary>
    internal JsonWriter(int descriptor, byte* buffer, int capacity)
    {
        _buffer = buffer;
        _capacity = capacity;
        _descriptor = descriptor;
        _used = 0;
        _needsComma = false;
        _pending = 0;
        _have = 0;
        _want = 0;
        Failed = false;
    }

    /// <summary>Whether output was lost.</summary>
    internal bool Failed { get; private set; }

    /// <summary>Begins an object.</summary>
    internal void BeginObject() => Open((byte)'{');

    /// <summary>Ends an object.</summary>
    internal void EndObject() => Close((byte)'}');

    /// <summary>Begins an array.</summary>
    internal void BeginArray() => Open((byte)'[');

    /// <summary>Ends an array.</summary>
    internal void EndArray() => Close((byte)']');

    /// <summary>The name of the next member; needs no escapes.</summary>
    internal void Name(ReadOnlySpan<byte> name)
    {
        Comma();
        Put((byte)'"');
        Raw(name);
        Put((byte)'"');
        Put((byte)':');
        _needsComma = false;
    }

    /// <summary>A null.</summary>
    internal void Null() => Token("null"u8);

    /// <summary>A truth value.</summary>
    internal void Bool(bool value) => Token(value ? "true"u8 : "false"u8);

    /// <summary>A text without anything to escape.</summary>
    internal void Literal(ReadOnlySpan<byte> text)
    {
        BeginText();
        Raw(text);
        EndText();
    }

    /// <summary>A text that ends in NUL.</summary>
    internal void Text(byte* text)
    {
        BeginText();
        for (; *text != 0; text++)
        {
            TextByte(*text);
        }

        EndText();
    }

    /// <summary>A text of a known length.</summary>
    internal void Text(byte* text, int length)
    {
        BeginText();
        for (int i = 0; i < length; i++)
        {
            TextByte(text[i]);
        }

        EndText();
    }

    /// <summary>A signed number.</summary>
    internal void Number(long value)
    {
        Comma();
        if (value < 0)
        {
            Put((byte)'-');
        }

        Digits(value < 0 ? 0 - (ulong)value : (ulong)value);
        _needsComma = true;
    }

    /// <summary>An unsigned number.</summary>
    internal void Unsigned(ulong value)
    {
        Comma();
        Digits(value);
        _needsComma = true;
    }

    /// <summary>A device number as text: <c>"major:minor"</c>.</summary>
    internal void Device(uint major, uint minor)
    {
        BeginText();
        Digits(major);
        Put((byte)':');
        Digits(minor);
        EndText();
    }

    /// <summary>Begins a text that is given byte by byte.</summary>
    internal void BeginText()
    {
        Comma();
        Put((byte)'"');
    }

    /// <summary>One byte of a text.</summary>
    internal void TextByte(byte value)
    {
        if (_want > 0)
        {
            if ((value & 0xC0) == 0x80)
            {
                _pending = (_pending << 8) | value;
                if (++_have == _want)
                {
                    Character();
                }

                return;
            }

            Replacement();
        }

        if (value < 0x80)
        {
            Escape(value);
            return;
        }

        _pending = value;
        _have = 1;
        _want = value switch
        {
            >= 0xC2 and <= 0xDF => 2,
            >= 0xE0 and <= 0xEF => 3,
            >= 0xF0 and <= 0xF4 => 4,
            _ => 0,
        };
        if (_want == 0)
        {
            Replacement();
        }
    }

    /// <summary>Ends a text.</summary>
    internal void EndText()
    {
        if (_want > 0)
        {
            Replacement();
        }

        Put((byte)'"');
        _needsComma = true;
    }

    /// <summary>Ends the line and writes out what is buffered.</summary>
    internal void EndLine()
    {
        Put((byte)'\n');
        _needsComma = false;
        Flush();
    }

    private void Flush()
    {
        int done = 0;
        while (done < _used && !Failed)
        {
            nint written = Call.Invoke(SyscallNumber.write, _descriptor, (nint)(_buffer + done), _used - done);
            if (written > 0)
            {
                done += (int)written;
            }
            else
            {
                // EINTR is 4.
                Failed = written != -4;
            }
        }

        _used = 0;
    }

    /// <summary>Writes a complete character, unless it is overlong, a surrogate or past the last one.</summary>
    private void Character()
    {
        bool bad = _want switch
        {
            3 => _pending is < 0xE0A080 or (>= 0xEDA080 and <= 0xEDBFBF),
            4 => _pending is < 0xF0908080 or > 0xF48FBFBF,
            _ => false,
        };
        if (bad)
        {
            Replacement();
            return;
        }

        for (int shift = (_want - 1) * 8; shift >= 0; shift -= 8)
        {
            Put((byte)(_pending >> shift));
        }

        _want = 0;
    }

    private void Replacement()
    {
        Raw("\\ufffd"u8);
        _want = 0;
    }

    private void Escape(byte value)
    {
        if (value is (byte)'"' or (byte)'\\')
        {
            Put((byte)'\\');
            Put(value);
        }
        else if (value < 0x20)
        {
            Raw("\\u00"u8);
            Put((byte)('0' + (value >> 4)));
            int low = value & 15;
            Put((byte)(low < 10 ? '0' + low : 'a' + low - 10));
        }
        else
        {
            Put(value);
        }
    }

    private void Digits(ulong value)
    {
        byte* digits = stackalloc byte[20];
        int count = 0;
        do
        {
            digits[count++] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);
        while (count > 0)
        {
            Put(digits[--count]);
        }
    }

    private void Token(ReadOnlySpan<byte> text)
    {
        Comma();
        Raw(text);
        _needsComma = true;
    }

    private void Open(byte bracket)
    {
        Comma();
        Put(bracket);
        _needsComma = false;
    }

    private void Close(byte bracket)
    {
        Put(bracket);
        _needsComma = true;
    }

    private void Comma()
    {
        if (_needsComma)
        {
            Put((byte)',');
        }
    }

    private void Raw(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Put(text[i]);
        }
    }

    private void Put(byte value)
    {
        if (_used == _capacity)
        {
            Flush();
        }

        _buffer[_used++] = value;
    }
}
