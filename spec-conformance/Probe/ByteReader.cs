// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Probe;

/// <summary>Reads a file of any length byte by byte through a buffer of the caller's.</summary>
internal unsafe struct ByteReader
{
    private readonly byte* _buffer;
    private readonly int _capacity;
    private readonly int _descriptor;
    private int _next;
    private int _end;

    /// <summary>Reads from an open descriptor.</summary>
    internal ByteReader(int descriptor, byte* buffer, int capacity)
    {
        _descriptor = descriptor;
        _buffer = buffer;
        _capacity = capacity;
        _next = 0;
        _end = 0;
    }

    /// <summary>The next byte, or -1 at the end and after an error.</summary>
    internal int Next()
    {
        if (_next == _end)
        {
            nint got = Call.Read(_descriptor, _buffer, _capacity);
            if (got <= 0)
            {
                return -1;
            }

            _next = 0;
            _end = (int)got;
        }

        return _buffer[_next++];
    }

    /// <summary>
    /// The next line without its end, cut to <paramref name="capacity"/> - 1 bytes and closed with NUL.
    /// Answers its length, or -1 at the end.
    /// </summary>
    internal int Line(byte* line, int capacity)
    {
        int value = Next();
        if (value < 0)
        {
            return -1;
        }

        int length = 0;
        for (; value >= 0 && value != '\n'; value = Next())
        {
            if (length < capacity - 1)
            {
                line[length++] = (byte)value;
            }
        }

        line[length] = 0;
        return length;
    }
}
