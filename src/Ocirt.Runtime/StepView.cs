// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using System.Text;
using Ocirt.Abi.Plan;

namespace Ocirt.Runtime;

/// <summary>One step of a plan in its binary form, for messages.</summary>
public readonly ref struct StepView
{
    private readonly ReadOnlySpan<byte> _plan;
    private readonly int _offset;

    private StepView(ReadOnlySpan<byte> plan, int offset, StepOp op)
    {
        _plan = plan;
        _offset = offset;
        Op = op;
    }

    /// <summary>What the step does.</summary>
    public StepOp Op { get; }

    /// <summary>Finds a step by its index.</summary>
    public static bool TryFind(ReadOnlySpan<byte> plan, uint index, out StepView step)
    {
        PlanHeader header = MemoryMarshal.Read<PlanHeader>(plan);
        int offset = PlanHeader.Size;
        for (uint i = 0; i < header.StepCount; i++)
        {
            StepHeader head = MemoryMarshal.Read<StepHeader>(plan[offset..]);
            if (i == index)
            {
                step = new StepView(plan, offset, head.Op);
                return true;
            }

            offset += head.StepSize;
        }

        step = default;
        return false;
    }

    /// <summary>The whole step; <typeparamref name="T"/> is the struct of <see cref="Op"/>.</summary>
    public T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(_plan[_offset..]);

    /// <summary>Text of the plan.</summary>
    public string Text(BlobRef reference)
    {
        PlanHeader header = MemoryMarshal.Read<PlanHeader>(_plan);
        return Encoding.UTF8.GetString(_plan.Slice((int)(header.BlobOffset + reference.Offset), (int)reference.Length));
    }
}
