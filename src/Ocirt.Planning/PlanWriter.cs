// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Plan;

namespace Ocirt.Planning;

/// <summary>Writes a plan: steps one after another, and the blob with the text and tables they refer to.</summary>
/// <remarks>
/// Equal texts are stored once. Offset 0 of the blob is never the place of a text, because 0 ends the tables of
/// offsets. Not for use by several threads.
/// </remarks>
public sealed class PlanWriter
{
    private const int Alignment = 8;

    private readonly Dictionary<string, BlobRef> _texts = new(128);
    private byte[] _steps = new byte[2 * 1024];
    private byte[] _blob = new byte[2 * 1024];
    private int _stepsLength;
    private int _blobLength = 1;

    /// <summary>How many steps there are.</summary>
    public int StepCount { get; private set; }

    /// <summary>Appends a step; its header is filled in here.</summary>
    /// <typeparam name="T">The step's struct, which begins with a <see cref="StepHeader"/>.</typeparam>
    /// <exception cref="ArgumentException">The struct does not have the size of <paramref name="op"/>.</exception>
    public void Add<T>(StepOp op, in T step)
        where T : unmanaged
    {
        int size = StepLayout.SizeOf(op);
        if (size == 0 || MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in step)).Length != size)
        {
            throw new ArgumentException($"'{typeof(T).Name}' is not the struct of '{op}'", nameof(step));
        }

        Reserve(ref _steps, _stepsLength, size);
        Span<byte> target = _steps.AsSpan(_stepsLength, size);
        MemoryMarshal.Write(target, in step);
        var header = new StepHeader { Op = op, StepSize = (ushort)size };
        MemoryMarshal.Write(target, in header);
        _stepsLength += size;
        StepCount++;
    }

    /// <summary>Stores text; null and the empty text give a reference of length 0.</summary>
    /// <exception cref="ArgumentException">The text holds a NUL character.</exception>
    public BlobRef Text(string? text) => string.IsNullOrEmpty(text) ? default : Store(text);

    /// <summary>Stores bytes at a multiple of 8; none give a reference of length 0.</summary>
    public BlobRef Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        BlobRef place = Allocate(bytes.Length);
        bytes.CopyTo(_blob.AsSpan((int)place.Offset));
        return place;
    }

    /// <summary>Stores ids as a table of 32-bit numbers.</summary>
    public BlobRef Ids(ReadOnlySpan<uint> ids) => Bytes(MemoryMarshal.AsBytes(ids));

    /// <summary>
    /// Stores texts and a table with the 64-bit offset of each, followed by <paramref name="zeros"/> offsets of 0.
    /// The length of the reference counts those too.
    /// </summary>
    public BlobRef Table(IReadOnlyList<string> texts, int zeros)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var offsets = new ulong[texts.Count + zeros];
        for (int i = 0; i < texts.Count; i++)
        {
            offsets[i] = Store(texts[i]).Offset;
        }

        return Bytes(MemoryMarshal.AsBytes<ulong>(offsets));
    }

    /// <summary>The whole plan.</summary>
    public byte[] ToArray(PlanFlags flags)
    {
        int blobOffset = PlanHeader.Size + _stepsLength;
        byte[] plan = new byte[blobOffset + _blobLength];
        var header = new PlanHeader
        {
            Magic = PlanHeader.MagicValue,
            Version = PlanHeader.CurrentVersion,
            TotalLength = (uint)plan.Length,
            StepCount = (uint)StepCount,
            StepsLength = (uint)_stepsLength,
            BlobOffset = (uint)blobOffset,
            BlobLength = (uint)_blobLength,
            Flags = (uint)flags,
        };
        MemoryMarshal.Write(plan, in header);
        _steps.AsSpan(0, _stepsLength).CopyTo(plan.AsSpan(PlanHeader.Size));
        _blob.AsSpan(0, _blobLength).CopyTo(plan.AsSpan(blobOffset));
        return plan;
    }

    private BlobRef Store(string text)
    {
        if (_texts.TryGetValue(text, out BlobRef known))
        {
            return known;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("text holds a NUL character", nameof(text));
        }

        int length = Encoding.UTF8.GetByteCount(text);
        Reserve(ref _blob, _blobLength, length + 1);
        Encoding.UTF8.GetBytes(text, _blob.AsSpan(_blobLength));
        var place = new BlobRef { Offset = (uint)_blobLength, Length = (uint)length };
        _blobLength += length + 1;
        _texts.Add(text, place);
        return place;
    }

    private BlobRef Allocate(int length)
    {
        int start = (_blobLength + Alignment - 1) & ~(Alignment - 1);
        Reserve(ref _blob, start, length);
        _blobLength = start + length;
        return new BlobRef { Offset = (uint)start, Length = (uint)length };
    }

    private static void Reserve(ref byte[] buffer, int used, int more)
    {
        if (buffer.Length - used < more)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, checked(used + more)));
        }
    }
}
