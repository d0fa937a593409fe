// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>
/// Compiles seccomp profiles by libseccomp, for loading by init. It takes about 10 ms for the usual profile of 400
/// names: keep the result. Rules with the default action, and names that nobody knows, are left out.
/// </summary>
public static unsafe class SeccompCompiler
{
    private const int MaximumInstructions = 4096;
    private const int MaximumConditions = 6;

    /// <summary>The version of libseccomp, such as <c>2.5.4</c>.</summary>
    public static string LibraryVersion
    {
        get
        {
            uint* version = LibSeccomp.seccomp_version();
            return $"{version[0]}.{version[1]}.{version[2]}";
        }
    }

    /// <summary>Compiles a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="SeccompException">A name has no meaning, a rule contradicts another, or the filter is too long.</exception>
    public static SeccompFilter Compile(SeccompProfile profile)
    {
        uint defaultAction = SeccompNames.Action(profile.DefaultAction, profile.DefaultErrnoRet, "defaultAction");
        uint flags = 0;
        for (int i = 0; i < profile.Flags.Length; i++)
        {
            flags |= SeccompNames.Flag(profile.Flags[i], i);
        }

        // As other runtimes do: without a word about flags, the mitigation that slows every program down stays off.
        flags |= profile.Flags.Length == 0 ? Seccomp.SECCOMP_FILTER_FLAG_SPEC_ALLOW : 0;

        nint context = LibSeccomp.seccomp_init(defaultAction);
        if (context == 0)
        {
            throw new SeccompException($"linux.seccomp.defaultAction: the library refuses '{profile.DefaultAction}'");
        }

        try
        {
            Check(LibSeccomp.seccomp_attr_set(context, LibSeccomp.SCMP_FLTATR_CTL_OPTIMIZE, 2), "defaultAction: the library has no binary tree");
            List<uint> architectures = AddArchitectures(context, profile.Architectures);
            SeccompPrefix prefix = new();
            List<string> unknown = [];
            for (int i = 0; i < profile.Rules.Length; i++)
            {
                uint action = SeccompNames.Action(profile.Rules[i].Action, profile.Rules[i].ErrnoRet, $"syscalls[{i}].action");
                flags |= action == Seccomp.SECCOMP_RET_USER_NOTIF ? Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
                AddRule(context, profile.Rules[i], i, action, defaultAction, prefix, unknown);
            }

            if ((flags & Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER) == 0)
            {
                // It is about the waits for a listener: the kernel refuses it without one.
                flags &= ~Seccomp.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
            }

            byte[] instructions = Export(context, prefix.Build(architectures, defaultAction));
            return new SeccompFilter(instructions, flags, unknown);
        }
        finally
        {
            LibSeccomp.seccomp_release(context);
        }
    }

    /// <summary>Adds the architectures, and gives the tokens that the kernel reports, the native one first.</summary>
    private static List<uint> AddArchitectures(nint context, string[] names)
    {
        List<uint> tokens = [LibSeccomp.seccomp_arch_native()];
        for (int i = 0; i < names.Length; i++)
        {
            uint token = SeccompNames.Architecture(names[i], i);
            int error = LibSeccomp.seccomp_arch_add(context, token);
            if (error == -Errno.EEXIST)
            {
                continue;
            }

            Check(error, $"architectures[{i}]: the library refuses '{names[i]}'");
            if (token != SeccompNames.X32)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static void AddRule(
        nint context, SeccompProfileRule rule, int index, uint action, uint defaultAction, SeccompPrefix prefix, List<string> unknown)
    {
        LibSeccomp.Comparison* comparisons = stackalloc LibSeccomp.Comparison[MaximumConditions];
        if (rule.Conditions.Length > MaximumConditions)
        {
            throw new SeccompException($"linux.seccomp.syscalls[{index}].args: there are more than {MaximumConditions}");
        }

        uint seen = 0;
        bool any = false;
        for (int i = 0; i < rule.Conditions.Length; i++)
        {
            SeccompCondition condition = rule.Conditions[i];
            if (condition.Index > 5)
            {
                throw new SeccompException($"linux.seccomp.syscalls[{index}].args[{i}].index: must be 0 to 5, got '{condition.Index}'");
            }

            any |= (seen & (1u << (int)condition.Index)) != 0;
            seen |= 1u << (int)condition.Index;
            comparisons[i] = new LibSeccomp.Comparison
            {
                Argument = condition.Index,
                Operator = SeccompNames.Operator(condition.Op, $"syscalls[{index}].args[{i}].op"),
                First = condition.Value,
                Second = condition.ValueTwo,
            };
        }

        foreach (string name in rule.Names)
        {
            int number = LibSeccomp.seccomp_syscall_resolve_name(name);
            bool isNew = number == LibSeccomp.NameUnknown;
            number = isNew ? SeccompNames.NewerThanLibrary(name) : number;
            prefix.Newest = Math.Max(prefix.Newest, number);
            if (number == LibSeccomp.NameUnknown)
            {
                unknown.Add(name);
            }
            else if (isNew)
            {
                AddNew(prefix, number, action, rule, index, name);
            }
            else if (action != defaultAction)
            {
                // The library takes each argument once in a rule: more of one argument are rules of their own.
                int step = any ? 1 : rule.Conditions.Length;
                for (int i = 0; i == 0 || i < rule.Conditions.Length; i += Math.Max(step, 1))
                {
                    Check(
                        LibSeccomp.seccomp_rule_add_array(context, action, number, (uint)step, comparisons + i),
                        $"syscalls[{index}]: the library refuses the rule for '{name}'");
                }
            }
        }
    }

    private static void AddNew(SeccompPrefix prefix, int number, uint action, SeccompProfileRule rule, int index, string name)
    {
        if (rule.Conditions.Length > 0)
        {
            throw new SeccompException(
                $"linux.seccomp.syscalls[{index}].args: libseccomp {LibraryVersion} does not know '{name}', which can have rules without arguments only");
        }

        prefix.Add(number, action);
    }

    private static byte[] Export(nint context, List<ulong> prefix)
    {
        using FileDescriptor file = SealedMemfd.CreateUnsealed("seccomp");
        Check(LibSeccomp.seccomp_export_bpf(context, file.Value), "syscalls: the library cannot make the filter");
        int size = (int)file.Stat().Size;
        int start = prefix.Count * sizeof(ulong);
        byte[] instructions = new byte[start + size];
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(prefix)).CopyTo(instructions);
        if (instructions.Length > MaximumInstructions * sizeof(ulong))
        {
            throw new SeccompException(
                $"linux.seccomp: the filter has {instructions.Length / sizeof(ulong)} instructions, and the kernel takes {MaximumInstructions}");
        }

        // SAFETY: the array is pinned, and has room for the size that is read.
        fixed (byte* pointer = instructions)
        {
            if (Libc.pread(file.Value, pointer + start, (nuint)size, 0) != size)
            {
                throw Failure.On("pread", file.Value);
            }
        }

        return instructions;
    }

    private static void Check(int error, string what)
    {
        if (error < 0)
        {
            throw new SeccompException($"linux.seccomp.{what}: {ErrnoText.Name(-error)}: {ErrnoText.Describe(-error)}");
        }
    }
}
