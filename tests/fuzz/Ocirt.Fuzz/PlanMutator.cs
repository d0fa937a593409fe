// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Binary;

namespace Ocirt.Fuzz;

/// <summary>Changes a plan: single bytes, whole words, its length.</summary>
internal static class PlanMutator
{
    private static readonly uint[] s_words = [0, 1, 7, 8, 0x7fffffff, 0x80000000, 0xfffffff8, 0xffffffff];

    internal static byte[] Change(byte[] plan, Random random)
    {
        byte[] changed = (byte[])plan.Clone();
        if (random.Next(10) == 0)
        {
            Array.Resize(ref changed, random.Next(changed.Length + 1));
        }

        for (int changes = random.Next(1, 6); changes > 0 && changed.Length >= 8; changes--)
        {
            // Most of a plan is text; the header and the steps come first.
            int at = random.Next(random.Next(3) == 0 ? changed.Length : Math.Min(changed.Length, 2048));
            if (random.Next(2) == 0)
            {
                changed[at] ^= (byte)(1 << random.Next(8));
                continue;
            }

            at = Math.Min(at & ~3, changed.Length - 4 & ~3);
            uint word = random.Next(3) switch
            {
                0 => s_words[random.Next(s_words.Length)],
                1 => (uint)random.Next(changed.Length + 16),
                _ => BinaryPrimitives.ReadUInt32LittleEndian(changed.AsSpan(random.Next(changed.Length - 3))),
            };
            BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), word);
        }

        return changed;
    }
}
