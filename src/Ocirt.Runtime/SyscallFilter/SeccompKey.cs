// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Ocirt.Linux;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>The name of a compiled filter in the cache: a digest of everything that the filter depends on.</summary>
public static class SeccompKey
{
    /// <summary>Raised whenever <see cref="SeccompCompiler"/> makes another filter of the same profile.</summary>
    private const uint Format = 1;

    /// <summary>The digest of a profile, the compiler, the library and the kernel, as hexadecimal digits.</summary>
    public static string Of(SeccompProfile profile)
    {
        ArrayBufferWriter<byte> text = new(16 * 1024);
        Add(text, Format);
        Add(text, SeccompCompiler.LibraryVersion);
        Add(text, KernelName.Machine());
        Add(text, KernelName.Release());
        Add(text, profile.DefaultAction);
        AddErrno(text, profile.DefaultErrnoRet);
        Add(text, profile.Architectures);
        Add(text, profile.Flags);
        Add(text, (uint)profile.Rules.Length);
        foreach (SeccompProfileRule rule in profile.Rules)
        {
            Add(text, rule.Names);
            Add(text, rule.Action);
            AddErrno(text, rule.ErrnoRet);
            Add(text, (uint)rule.Conditions.Length);
            foreach (SeccompCondition condition in rule.Conditions)
            {
                Add(text, condition.Index);
                Add(text, condition.Value);
                Add(text, condition.ValueTwo);
                Add(text, condition.Op);
            }
        }

        Span<byte> digest = stackalloc byte[Sha256.Length];
        Sha256.Hash(text.WrittenSpan, digest);
        return Convert.ToHexStringLower(digest);
    }

    // Lengths and counts stand before what they count, so that no two profiles give the same text.
    private static void Add(ArrayBufferWriter<byte> text, string[] names)
    {
        Add(text, (uint)names.Length);
        foreach (string name in names)
        {
            Add(text, name);
        }
    }

    private static void Add(ArrayBufferWriter<byte> text, string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Add(text, (uint)length);
        text.Advance(Encoding.UTF8.GetBytes(value, text.GetSpan(length)));
    }

    private static void AddErrno(ArrayBufferWriter<byte> text, uint? value) => Add(text, value ?? (ulong)uint.MaxValue + 1);

    private static void Add(ArrayBufferWriter<byte> text, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(text.GetSpan(sizeof(ulong)), value);
        text.Advance(sizeof(ulong));
    }
}
