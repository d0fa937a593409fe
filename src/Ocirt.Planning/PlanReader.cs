// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;

namespace Ocirt.Planning;

/// <summary>Reads a plan back from its bytes, to show it. Init has a reader of its own.</summary>
public readonly ref struct PlanReader
{
    private readonly ReadOnlySpan<byte> _plan;
    private readonly ReadOnlySpan<byte> _blob;
    private readonly int[] _starts;

    private PlanReader(ReadOnlySpan<byte> plan, PlanHeader header, int[] starts)
    {
        _plan = plan;
        _blob = plan.Slice((int)header.BlobOffset, (int)header.BlobLength);
        _starts = starts;
        Flags = (PlanFlags)header.Flags;
    }

    /// <summary>The number of steps.</summary>
    public int StepCount => _starts.Length;

    /// <summary>The plan's properties.</summary>
    public PlanFlags Flags { get; }

    /// <summary>Checks the header and the steps.</summary>
    /// <returns><see cref="PlanFault.None"/>, or what init would refuse the plan for.</returns>
    public static PlanFault Open(ReadOnlySpan<byte> plan, out PlanReader reader)
    {
        reader = default;
        if (plan.Length < PlanHeader.Size || (uint)plan.Length > PlanHeader.MaxLength)
        {
            return PlanFault.Length;
        }

        PlanHeader header = MemoryMarshal.Read<PlanHeader>(plan);
        if (header.Magic != PlanHeader.MagicValue)
        {
            return PlanFault.Magic;
        }

        if (header.Version != PlanHeader.CurrentVersion)
        {
            return PlanFault.Version;
        }

        if (header.TotalLength != (uint)plan.Length)
        {
            return PlanFault.Length;
        }

        ulong stepsEnd = PlanHeader.Size + (ulong)header.StepsLength;
        if (stepsEnd > header.BlobOffset || header.BlobOffset % 8 != 0 || (ulong)header.BlobOffset + header.BlobLength > header.TotalLength)
        {
            return PlanFault.Layout;
        }

        PlanFault fault = FindSteps(plan[..(int)stepsEnd], out List<int> starts);
        if (fault == PlanFault.None && starts.Count != header.StepCount)
        {
            fault = PlanFault.Layout;
        }

        reader = fault == PlanFault.None ? new PlanReader(plan, header, [.. starts]) : default;
        return fault;
    }

    /// <summary>What a step does.</summary>
    public StepOp Op(int step) => MemoryMarshal.Read<StepHeader>(_plan[_starts[step]..]).Op;

    /// <summary>A step as the struct of its op.</summary>
    public T Step<T>(int step)
        where T : unmanaged => MemoryMarshal.Read<T>(_plan[_starts[step]..]);

    /// <summary>The text of a reference.</summary>
    /// <exception cref="FormatException">It reaches outside the blob, or has no NUL at its end.</exception>
    public string Text(BlobRef reference)
    {
        ulong end = (ulong)reference.Offset + reference.Length;
        if (end >= (ulong)_blob.Length || _blob[(int)end] != 0)
        {
            throw new FormatException($"text at {reference.Offset} of {reference.Length} bytes reaches outside the blob of {_blob.Length}");
        }

        return Encoding.UTF8.GetString(_blob.Slice((int)reference.Offset, (int)reference.Length));
    }

    /// <summary>The bytes of a reference.</summary>
    /// <exception cref="FormatException">They reach outside the blob, or do not begin at a multiple of 8.</exception>
    public ReadOnlySpan<byte> Bytes(BlobRef reference)
    {
        if ((ulong)reference.Offset + reference.Length > (ulong)_blob.Length || reference.Offset % 8 != 0)
        {
            throw new FormatException($"bytes at {reference.Offset}, {reference.Length} of them, reach outside the blob of {_blob.Length}");
        }

        return _blob.Slice((int)reference.Offset, (int)reference.Length);
    }

    /// <summary>The texts of a table of offsets, up to the 0 that ends it.</summary>
    /// <exception cref="FormatException">The table has no end, or one of the texts reaches outside the blob.</exception>
    public List<string> Table(BlobRef reference)
    {
        var texts = new List<string>();
        foreach (ulong offset in MemoryMarshal.Cast<byte, ulong>(Bytes(reference)))
        {
            if (offset == 0)
            {
                return texts;
            }

            int length = offset < (ulong)_blob.Length ? _blob[(int)offset..].IndexOf((byte)0) : -1;
            texts.Add(Text(new BlobRef { Offset = (uint)offset, Length = length < 0 ? (uint)_blob.Length : (uint)length }));
        }

        throw new FormatException($"the table at {reference.Offset} has no end");
    }

    private static PlanFault FindSteps(ReadOnlySpan<byte> plan, out List<int> starts)
    {
        starts = [];
        int position = PlanHeader.Size;
        while (position < plan.Length)
        {
            if (plan.Length - position < StepHeader.Size)
            {
                return PlanFault.StepSize;
            }

            StepHeader header = MemoryMarshal.Read<StepHeader>(plan[position..]);
            int size = StepLayout.SizeOf(header.Op);
            if (size == 0)
            {
                return PlanFault.UnknownOp;
            }

            if (header.StepSize != size || plan.Length - position < size)
            {
                return PlanFault.StepSize;
            }

            starts.Add(position);
            position += size;
        }

        return PlanFault.None;
    }
}
