// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

namespace Ocirt.Spec.Diagnostics;

/// <summary>Lines and columns of a text; a mark every 64 KiB keeps many look-ups in one large text cheap.</summary>
internal sealed class LineIndex
{
    private const int MarkDistance = 1 << 16;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<(int Line, int Column)> _marks = [(1, 1)];

    internal LineIndex(ReadOnlyMemory<byte> text)
    {
        _text = text;
    }

    /// <summary>The line and the column in characters of a byte position, both from 1.</summary>
    internal (int Line, int Column) Find(int offset)
    {
        int mark = offset / MarkDistance;
        while (_marks.Count <= mark)
        {
            _marks.Add(Advance(_marks[^1], _text.Span.Slice((_marks.Count - 1) * MarkDistance, MarkDistance)));
        }

        return Advance(_marks[mark], _text.Span[(mark * MarkDistance)..offset]);
    }

    private static (int Line, int Column) Advance((int Line, int Column) from, ReadOnlySpan<byte> text)
    {
        int lastBreak = text.LastIndexOf((byte)'\n');
        int column = lastBreak < 0 ? from.Column : 1;
        foreach (byte unit in text[(lastBreak + 1)..])
        {
            column += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return (from.Line + text.Count((byte)'\n'), column);
    }
}
