// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using Ocirt.Abi.Plan;

namespace Ocirt.Init.Tests;

/// <summary>Makes plans byte by byte, so that a test can make wrong ones too.</summary>
internal sealed class TestPlan
{
    private readonly List<byte> _steps = [];
    private readonly List<byte> _blob = [0, 0, 0, 0, 0, 0, 0, 0];
    private uint _count;

    internal TestPlan Add<T>(StepOp op, T step)
        where T : unmanaged
    {
        byte[] bytes = new byte[Marshal.SizeOf<T>()];
        MemoryMarshal.Write(bytes, in step);
        StepHeader header = new() { Op = op, StepSize = (ushort)bytes.Length };
        MemoryMarshal.Write(bytes, in header);
        _steps.AddRange(bytes);
        _count++;
        return this;
    }

    internal BlobRef Text(string text)
    {
        BlobRef reference = new() { Offset = (uint)_blob.Count, Length = (uint)Encoding.UTF8.GetByteCount(text) };
        _blob.AddRange(Encoding.UTF8.GetBytes(text));
        _blob.Add(0);
        return reference;
    }

    internal BlobRef Table(int spare, params string[] entries)
    {
        List<byte> table = [];
        foreach (string entry in entries)
        {
            table.AddRange(BitConverter.GetBytes((ulong)Text(entry).Offset));
        }

        for (int i = 0; i <= spare; i++)
        {
            table.AddRange(BitConverter.GetBytes(0UL));
        }

        return Bytes([.. table]);
    }

    internal BlobRef Bytes(byte[] bytes)
    {
        while (_blob.Count % 8 != 0)
        {
            _blob.Add(0);
        }

        BlobRef reference = new() { Offset = (uint)_blob.Count, Length = (uint)bytes.Length };
        _blob.AddRange(bytes);
        return reference;
    }

    internal byte[] ToBytes()
    {
        PlanHeader header = new()
        {
            Magic = PlanHeader.MagicValue,
            Version = PlanHeader.CurrentVersion,
            StepCount = _count,
            StepsLength = (uint)_steps.Count,
            BlobOffset = (uint)(PlanHeader.Size + _steps.Count),
            BlobLength = (uint)_blob.Count,
            TotalLength = (uint)(PlanHeader.Size + _steps.Count + _blob.Count),
        };
        byte[] bytes = new byte[header.TotalLength];
        MemoryMarshal.Write(bytes, in header);
        _steps.CopyTo(bytes, PlanHeader.Size);
        _blob.CopyTo(bytes, (int)header.BlobOffset);
        return bytes;
    }
}
