// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The system call filter (config-linux.md, Seccomp).</summary>
internal static class SeccompRules
{
    private const uint MaxErrno = 4095;
    private const uint MaxTraceMessage = 65535;

    private const string ActionNames =
        "SCMP_ACT_KILL, SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD, SCMP_ACT_TRAP, SCMP_ACT_ERRNO, SCMP_ACT_TRACE, "
        + "SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_NOTIFY";

    private const string FlagNames =
        "SECCOMP_FILTER_FLAG_TSYNC, SECCOMP_FILTER_FLAG_LOG, SECCOMP_FILTER_FLAG_SPEC_ALLOW, "
        + "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV";

    private const string OperatorNames =
        "SCMP_CMP_NE, SCMP_CMP_LT, SCMP_CMP_LE, SCMP_CMP_EQ, SCMP_CMP_GE, SCMP_CMP_GT, SCMP_CMP_MASKED_EQ";

    private const string ArchitectureNames =
        "SCMP_ARCH_X86, SCMP_ARCH_X86_64, SCMP_ARCH_X32, SCMP_ARCH_ARM, SCMP_ARCH_AARCH64, SCMP_ARCH_LOONGARCH64, "
        + "SCMP_ARCH_M68K, SCMP_ARCH_MIPS, SCMP_ARCH_MIPS64, SCMP_ARCH_MIPS64N32, SCMP_ARCH_MIPSEL, SCMP_ARCH_MIPSEL64, "
        + "SCMP_ARCH_MIPSEL64N32, SCMP_ARCH_PPC, SCMP_ARCH_PPC64, SCMP_ARCH_PPC64LE, SCMP_ARCH_S390, SCMP_ARCH_S390X, "
        + "SCMP_ARCH_SH, SCMP_ARCH_SHEB, SCMP_ARCH_PARISC, SCMP_ARCH_PARISC64, SCMP_ARCH_RISCV64";

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux?.Seccomp is not { } seccomp)
        {
            return;
        }

        CheckAction(bag, seccomp, "defaultAction", seccomp.DefaultAction, "defaultErrnoRet", seccomp.DefaultErrnoRet);
        if (seccomp.DefaultAction == "SCMP_ACT_NOTIFY")
        {
            bag.Add(DiagnosticId.SeccompNotifyDefault, seccomp, ["defaultAction"]);
        }

        for (int i = 0; i < seccomp.Architectures.Length; i++)
        {
            string name = seccomp.Architectures[i];
            ValueRules.CheckName(bag, seccomp, ["architectures", i], name, IsArchitecture(name), ArchitectureNames);
        }

        for (int i = 0; i < seccomp.Flags.Length; i++)
        {
            string name = seccomp.Flags[i];
            bool isKnown = name is "SECCOMP_FILTER_FLAG_TSYNC" or "SECCOMP_FILTER_FLAG_LOG"
                or "SECCOMP_FILTER_FLAG_SPEC_ALLOW" or "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV";
            ValueRules.CheckName(bag, seccomp, ["flags", i], name, isKnown, FlagNames);
        }

        bool hasListener = !string.IsNullOrEmpty(RuntimeAnnotations.SeccompAgent(config));
        if (!string.IsNullOrEmpty(seccomp.ListenerPath))
        {
            ValueRules.RequireAbsolute(bag, seccomp, ["listenerPath"], seccomp.ListenerPath, "the path of the listener's socket");
        }
        else if (!hasListener && !string.IsNullOrEmpty(seccomp.ListenerMetadata))
        {
            bag.Add(DiagnosticId.SeccompMetadataUnused, seccomp, ["listenerMetadata"]);
        }

        foreach (SeccompRule rule in seccomp.Syscalls)
        {
            CheckRule(rule, bag, hasListener);
        }
    }

    private static void CheckRule(SeccompRule rule, DiagnosticBag bag, bool hasListener)
    {
        if (rule.Names.Length == 0)
        {
            bag.Add(DiagnosticId.Missing, rule, ["names"], "the name of at least one system call");
        }

        for (int i = 0; i < rule.Names.Length; i++)
        {
            ValueRules.Require(bag, rule, ["names", i], rule.Names[i], "the name of a system call");
        }

        CheckAction(bag, rule, "action", rule.Action, "errnoRet", rule.ErrnoRet);
        if (rule.Action == "SCMP_ACT_NOTIFY" && !hasListener)
        {
            bag.Add(DiagnosticId.SeccompListenerMissing, rule, ["action"]);
        }

        foreach (SeccompArgument argument in rule.Args)
        {
            ValueRules.RequireValue(bag, argument, "index", argument.Index is not null, "which argument is compared, 0 to 5");
            ValueRules.CheckRange(bag, argument, ["index"], argument.Index, 0, 5);
            ValueRules.RequireValue(bag, argument, "value", argument.Value is not null, "the number to compare with");
            ValueRules.Require(bag, argument, ["op"], argument.Op, "the comparison, as in 'SCMP_CMP_EQ'");
            ValueRules.CheckName(bag, argument, ["op"], argument.Op, IsOperator(argument.Op), OperatorNames);
        }
    }

    private static void CheckAction(DiagnosticBag bag, ConfigNode node, string field, string? action, string errnoField, uint? errno)
    {
        ValueRules.Require(bag, node, [field], action, "the action, as in 'SCMP_ACT_ERRNO'");
        ValueRules.CheckName(bag, node, [field], action, IsAction(action), ActionNames);
        if (errno is null || !IsAction(action))
        {
            return;
        }

        if (action is not ("SCMP_ACT_ERRNO" or "SCMP_ACT_TRACE"))
        {
            bag.Add(DiagnosticId.SeccompErrnoUnused, node, [errnoField], action!);
            return;
        }

        ValueRules.CheckRange(bag, node, [errnoField], errno, 0, action == "SCMP_ACT_ERRNO" ? MaxErrno : MaxTraceMessage);
    }

    private static bool IsAction(string? name) => name is
        "SCMP_ACT_KILL" or "SCMP_ACT_KILL_PROCESS" or "SCMP_ACT_KILL_THREAD" or "SCMP_ACT_TRAP" or "SCMP_ACT_ERRNO"
        or "SCMP_ACT_TRACE" or "SCMP_ACT_ALLOW" or "SCMP_ACT_LOG" or "SCMP_ACT_NOTIFY";

    private static bool IsOperator(string? name) => name is
        "SCMP_CMP_NE" or "SCMP_CMP_LT" or "SCMP_CMP_LE" or "SCMP_CMP_EQ" or "SCMP_CMP_GE" or "SCMP_CMP_GT"
        or "SCMP_CMP_MASKED_EQ";

    private static bool IsArchitecture(string name) => name is
        "SCMP_ARCH_X86" or "SCMP_ARCH_X86_64" or "SCMP_ARCH_X32" or "SCMP_ARCH_ARM" or "SCMP_ARCH_AARCH64"
        or "SCMP_ARCH_LOONGARCH64" or "SCMP_ARCH_M68K" or "SCMP_ARCH_MIPS" or "SCMP_ARCH_MIPS64" or "SCMP_ARCH_MIPS64N32"
        or "SCMP_ARCH_MIPSEL" or "SCMP_ARCH_MIPSEL64" or "SCMP_ARCH_MIPSEL64N32" or "SCMP_ARCH_PPC" or "SCMP_ARCH_PPC64"
        or "SCMP_ARCH_PPC64LE" or "SCMP_ARCH_S390" or "SCMP_ARCH_S390X" or "SCMP_ARCH_SH" or "SCMP_ARCH_SHEB"
        or "SCMP_ARCH_PARISC" or "SCMP_ARCH_PARISC64" or "SCMP_ARCH_RISCV64";
}
