// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Linux;

namespace Ocirt.Runtime.Features;

/// <summary>The names that seccomp sections may use: those that the validator and the compiler both take.</summary>
public sealed class SeccompFeatures
{
    private SeccompFeatures()
    {
    }

    /// <summary>The actions.</summary>
    public IReadOnlyList<string> Actions { get; private init; } = [];

    /// <summary>The comparisons.</summary>
    public IReadOnlyList<string> Operators { get; private init; } = [];

    /// <summary>The architectures; on this one only those of the same byte order can be in one filter.</summary>
    public IReadOnlyList<string> Architectures { get; private init; } = [];

    /// <summary>The flags.</summary>
    public IReadOnlyList<string> KnownFlags { get; private init; } = [];

    /// <summary>The flags that this kernel knows as well.</summary>
    public IReadOnlyList<string> SupportedFlags { get; private init; } = [];

    internal static SeccompFeatures Find()
    {
        string[] flags =
        [
            "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
        ];
        List<string> known = Keep(flags, static name => new([], [name], []), static name => Section(flags: name));
        return new SeccompFeatures
        {
            Actions = Keep(
                [
                    "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD",
                    "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP",
                ],
                static name => new([], [], [new(["getcwd"], name, null, [])]),
                static name => Section(rule: $"\"action\":\"{name}\"", listens: name == "SCMP_ACT_NOTIFY")),
            Operators = Keep(
                ["SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT", "SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE"],
                static name => new([], [], [new(["getcwd"], "SCMP_ACT_LOG", null, [new(0, 1, 1, name)])]),
                static name => Section(rule: $"\"action\":\"SCMP_ACT_LOG\",\"args\":[{{\"index\":0,\"value\":1,\"valueTwo\":1,\"op\":\"{name}\"}}]")),
            Architectures = Keep(
                [
                    "SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM", "SCMP_ARCH_LOONGARCH64", "SCMP_ARCH_M68K", "SCMP_ARCH_MIPS", "SCMP_ARCH_MIPS64",
                    "SCMP_ARCH_MIPS64N32", "SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32", "SCMP_ARCH_PARISC",
                    "SCMP_ARCH_PARISC64", "SCMP_ARCH_PPC", "SCMP_ARCH_PPC64", "SCMP_ARCH_PPC64LE", "SCMP_ARCH_RISCV64", "SCMP_ARCH_S390",
                    "SCMP_ARCH_S390X", "SCMP_ARCH_SH", "SCMP_ARCH_SHEB", "SCMP_ARCH_X32", "SCMP_ARCH_X86", "SCMP_ARCH_X86_64",
                ],
                static name => new([name], [], []),
                static name => Section(architectures: name)),
            KnownFlags = known,
            SupportedFlags = known.FindAll(SeccompKernel.HasFlag),
        };
    }

    private static List<string> Keep(string[] names, Func<string, Sample> sample, Func<string, string> section)
    {
        List<string> kept = [];
        foreach (string name in names)
        {
            if (new SampleConfig { Linux = section(name) }.IsAccepted() && Compiles(sample(name)))
            {
                kept.Add(name);
            }
        }

        return kept;
    }

    private static bool Compiles(Sample sample)
    {
        try
        {
            SeccompCompiler.Compile(new SeccompProfile("SCMP_ACT_ALLOW", null, sample.Architectures, sample.Flags, sample.Rules));
            return true;
        }
        catch (SeccompException)
        {
            return false;
        }
    }

    private static string Section(string? architectures = null, string? flags = null, string? rule = null, bool listens = false) =>
        ",\"seccomp\":{\"defaultAction\":\"SCMP_ACT_ALLOW\""
        + (architectures is null ? string.Empty : $",\"architectures\":[\"{architectures}\"]")
        + (flags is null ? string.Empty : $",\"flags\":[\"{flags}\"]")
        + (rule is null ? string.Empty : $",\"syscalls\":[{{\"names\":[\"getcwd\"],{rule}}}]")
        + (listens ? ",\"listenerPath\":\"/l\"" : string.Empty)
        + "}";

    private readonly record struct Sample(string[] Architectures, string[] Flags, SeccompProfileRule[] Rules);
}
