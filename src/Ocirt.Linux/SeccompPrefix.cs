// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Linux;

namespace Ocirt.Linux;

/// <summary>
/// The instructions before those of the library: rules for calls that it does not know, and ENOSYS for calls that are
/// newer than everything in the profile, so that programs fall back as on an older kernel instead of giving up on EPERM.
/// </summary>
internal sealed class SeccompPrefix
{
    private const ulong LoadWord = 0x20;
    private const ulong JumpIfEqual = 0x15;
    private const ulong JumpIfGreater = 0x25;
    private const ulong JumpIfAtLeast = 0x35;
    private const ulong Jump = 0x05;
    private const ulong Return = 0x06;
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;

    /// <summary>The bit of x32 calls; numbers from here on, -1 too, are left to the library's part.</summary>
    private const uint FirstForeignNumber = 0x40000000;

    private readonly Dictionary<int, uint> _actions = [];

    /// <summary>The highest number of the profile.</summary>
    internal int Newest { get; set; }

    /// <summary>Adds a rule; the first one for a number counts.</summary>
    internal void Add(int number, uint action) => _actions.TryAdd(number, action);

    /// <summary>Puts the instructions together.</summary>
    /// <param name="architectures">The tokens that are allowed at all, the native one first.</param>
    /// <param name="defaultAction">What happens to other calls.</param>
    internal List<ulong> Build(List<uint> architectures, uint defaultAction)
    {
        // Only a refusal by another error number can be mistaken for an answer about the call itself.
        bool refuses = (defaultAction & 0xffff0000) == Seccomp.SECCOMP_RET_ERRNO && defaultAction != (Seccomp.SECCOMP_RET_ERRNO | Errno.ENOSYS);
        bool limits = refuses && Newest > 0;
        List<ulong> body = [];
        foreach ((int number, uint action) in _actions)
        {
            body.Add(Instruction(JumpIfEqual, 0, 1, (uint)number));
            body.Add(Instruction(Return, 0, 0, action));
        }

        if (limits)
        {
            body.Add(Instruction(JumpIfGreater, 0, 1, (uint)Newest));
            body.Add(Instruction(Return, 0, 0, Seccomp.SECCOMP_RET_ERRNO | Errno.ENOSYS));
        }

        if (body.Count == 0)
        {
            return body;
        }

        // A number below the common ones means another call elsewhere.
        int count = Newest >= SeccompNames.FirstCommonNumber ? architectures.Count : 1;
        List<ulong> code = [Instruction(LoadWord, 0, 0, ArchitectureOffset)];
        for (int i = 0; i < count; i++)
        {
            code.Add(Instruction(JumpIfEqual, (byte)(count - i), 0, architectures[i]));
        }

        code.Add(Instruction(Jump, 0, 0, (uint)body.Count + 3));
        code.Add(Instruction(LoadWord, 0, 0, NumberOffset));
        code.Add(Instruction(JumpIfAtLeast, 0, 1, FirstForeignNumber));
        code.Add(Instruction(Jump, 0, 0, (uint)body.Count));
        code.AddRange(body);
        return code;
    }

    /// <summary>struct sock_filter: code 16 bits, jumps when true and false 8 bits each, operand 32 bits.</summary>
    private static ulong Instruction(ulong code, byte whenTrue, byte whenFalse, uint operand) =>
        code | ((ulong)whenTrue << 16) | ((ulong)whenFalse << 24) | ((ulong)operand << 32);
}
