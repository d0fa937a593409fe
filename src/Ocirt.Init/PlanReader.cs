// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;

namespace Ocirt.Init;

/// <summary>
/// Reads a plan in memory. Nothing in it is believed: every length, offset, register and NUL is
/// checked before it is used, so that a truncated or hostile plan is refused and never read past.
/// </summary>
public unsafe ref struct PlanReader
{
    private readonly byte* _plan;
    private readonly uint _length;
    private byte* _blob;
    private uint _blobLength;
    private uint _position;
    private uint _end;

    /// <summary>Reads <paramref name="length"/> bytes from <paramref name="plan"/>, which is 8-aligned.</summary>
    public PlanReader(byte* plan, uint length)
    {
        _plan = plan;
        _length = length;
        _blob = plan;
        _blobLength = 0;
        _position = 0;
        _end = 0;
        StepCount = 0;
        Flags = PlanFlags.None;
        Fault = PlanFault.None;
    }

    /// <summary>How many steps the plan has.</summary>
    public uint StepCount { get; private set; }

    /// <summary>The plan's properties.</summary>
    public PlanFlags Flags { get; private set; }

    /// <summary>What is wrong with the plan, once something is.</summary>
    public PlanFault Fault { get; private set; }

    /// <summary>Checks the header. On false <see cref="Fault"/> says why.</summary>
    public bool Open()
    {
        if (_length < PlanHeader.Size || _length > PlanHeader.MaxLength)
        {
            return Refuse(PlanFault.Length);
        }

        PlanHeader* header = (PlanHeader*)_plan;
        if (header->Magic != PlanHeader.MagicValue)
        {
            return Refuse(PlanFault.Magic);
        }

        if (header->Version != PlanHeader.CurrentVersion)
        {
            return Refuse(PlanFault.Version);
        }

        if (header->TotalLength != _length)
        {
            return Refuse(PlanFault.Length);
        }

        ulong stepsEnd = (ulong)PlanHeader.Size + header->StepsLength;
        ulong blobEnd = (ulong)header->BlobOffset + header->BlobLength;
        if (stepsEnd > header->BlobOffset || blobEnd > _length || header->BlobOffset % 8 != 0 || header->StepsLength % 8 != 0)
        {
            return Refuse(PlanFault.Layout);
        }

        _position = PlanHeader.Size;
        _end = (uint)stepsEnd;
        _blob = _plan + header->BlobOffset;
        _blobLength = header->BlobLength;
        StepCount = header->StepCount;
        Flags = (PlanFlags)header->Flags;
        return true;
    }

    /// <summary>The next step, or null at the end or when <see cref="Fault"/> is set.</summary>
    public StepHeader* Next()
    {
        if (_end - _position < StepHeader.Size)
        {
            return null;
        }

        StepHeader* step = (StepHeader*)(_plan + _position);
        int size = StepLayout.SizeOf(step->Op);
        if (size == 0)
        {
            Refuse(PlanFault.UnknownOp);
            return null;
        }

        if (step->StepSize != size || _end - _position < (uint)size)
        {
            Refuse(PlanFault.StepSize);
            return null;
        }

        _position += (uint)size;
        return step;
    }

    /// <summary>The text of a reference, with its NUL; null and a fault when it reaches outside.</summary>
    public byte* Text(BlobRef reference)
    {
        if (!Contains(reference.Offset, (ulong)reference.Length + 1) || _blob[reference.Offset + reference.Length] != 0)
        {
            Refuse(PlanFault.Blob);
            return null;
        }

        return _blob + reference.Offset;
    }

    /// <summary>The bytes of a reference; null and a fault when they reach outside or are not aligned.</summary>
    public byte* Bytes(BlobRef reference, uint alignment)
    {
        if (!Contains(reference.Offset, reference.Length) || reference.Offset % alignment != 0)
        {
            Refuse(PlanFault.Blob);
            return null;
        }

        return _blob + reference.Offset;
    }

    /// <summary>
    /// Turns a table of blob offsets, ended by 0, into pointers in place. Null and a fault when an
    /// offset reaches outside, its text has no NUL, or the table has no end.
    /// </summary>
    public byte** Pointers(BlobRef table)
    {
        ulong* entries = (ulong*)Bytes(table, 8);
        if (entries == null || table.Length < 8 || table.Length % 8 != 0)
        {
            Refuse(PlanFault.Blob);
            return null;
        }

        uint count = table.Length / 8;
        for (uint i = 0; i < count; i++)
        {
            if (entries[i] == 0)
            {
                return (byte**)entries;
            }

            if (!HasEnd(entries[i]))
            {
                break;
            }

            entries[i] = (ulong)(_blob + entries[i]);
        }

        Refuse(PlanFault.Blob);
        return null;
    }

    /// <summary>Records a fault; the first one stays. Always false.</summary>
    public bool Refuse(PlanFault fault)
    {
        if (Fault == PlanFault.None)
        {
            Fault = fault;
        }

        return false;
    }

    private readonly bool Contains(uint offset, ulong length) => offset + length <= _blobLength;

    private readonly bool HasEnd(ulong offset)
    {
        for (ulong i = offset; i < _blobLength; i++)
        {
            if (_blob[i] == 0)
            {
                return true;
            }
        }

        return false;
    }
}
