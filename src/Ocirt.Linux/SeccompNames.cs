// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Linux.Interop;

namespace Ocirt.Linux;

/// <summary>What the names of a profile stand for.</summary>
internal static class SeccompNames
{
    /// <summary>Numbers from here on are the same on every architecture.</summary>
    internal const int FirstCommonNumber = 424;

    internal static uint Action(string name, uint? datum, string field)
    {
        uint value = datum ?? Errno.EPERM;
        if (value > 0xffff)
        {
            throw new SeccompException($"linux.seccomp.{field}: the error number must be below 65536, got '{value}'");
        }

        return name switch
        {
            "SCMP_ACT_ALLOW" => Seccomp.SECCOMP_RET_ALLOW,
            "SCMP_ACT_ERRNO" => Seccomp.SECCOMP_RET_ERRNO | value,
            "SCMP_ACT_KILL" or "SCMP_ACT_KILL_THREAD" => Seccomp.SECCOMP_RET_KILL_THREAD,
            "SCMP_ACT_KILL_PROCESS" => Seccomp.SECCOMP_RET_KILL_PROCESS,
            "SCMP_ACT_TRAP" => Seccomp.SECCOMP_RET_TRAP,
            "SCMP_ACT_TRACE" => Seccomp.SECCOMP_RET_TRACE | value,
            "SCMP_ACT_LOG" => Seccomp.SECCOMP_RET_LOG,
            "SCMP_ACT_NOTIFY" => Seccomp.SECCOMP_RET_USER_NOTIF,
            _ => throw new SeccompException($"linux.seccomp.{field}: is no action, got '{name}'"),
        };
    }

    internal static uint Flag(string name, int index) => name switch
    {
        // One thread loads the filter: there is none to synchronise with, and a listener would not go with the flag.
        "SECCOMP_FILTER_FLAG_TSYNC" => 0,
        "SECCOMP_FILTER_FLAG_LOG" => Seccomp.SECCOMP_FILTER_FLAG_LOG,
        "SECCOMP_FILTER_FLAG_SPEC_ALLOW" => Seccomp.SECCOMP_FILTER_FLAG_SPEC_ALLOW,
        "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV" => Seccomp.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
        _ => throw new SeccompException($"linux.seccomp.flags[{index}]: is no flag, got '{name}'"),
    };

    /// <summary>The tokens of libseccomp: AUDIT_ARCH_* of linux/audit.h, and one of its own for x32.</summary>
    internal static uint Architecture(string name, int index) => name switch
    {
        "SCMP_ARCH_X86" => 0x40000003,
        "SCMP_ARCH_X86_64" => 0xc000003e,
        "SCMP_ARCH_X32" => X32,
        "SCMP_ARCH_ARM" => 0x40000028,
        "SCMP_ARCH_AARCH64" => 0xc00000b7,
        "SCMP_ARCH_MIPS" => 0x00000008,
        "SCMP_ARCH_MIPS64" => 0x80000008,
        "SCMP_ARCH_MIPS64N32" => 0xa0000008,
        "SCMP_ARCH_MIPSEL" => 0x40000008,
        "SCMP_ARCH_MIPSEL64" => 0xc0000008,
        "SCMP_ARCH_MIPSEL64N32" => 0xe0000008,
        "SCMP_ARCH_PPC" => 0x00000014,
        "SCMP_ARCH_PPC64" => 0x80000015,
        "SCMP_ARCH_PPC64LE" => 0xc0000015,
        "SCMP_ARCH_S390" => 0x00000016,
        "SCMP_ARCH_S390X" => 0x80000016,
        "SCMP_ARCH_PARISC" => 0x0000000f,
        "SCMP_ARCH_PARISC64" => 0x8000000f,
        "SCMP_ARCH_RISCV64" => 0xc00000f3,
        _ => throw new SeccompException($"linux.seccomp.architectures[{index}]: is no architecture, got '{name}'"),
    };

    internal const uint X32 = 0x4000003e;

    internal static int Operator(string name, string field) => name switch
    {
        "SCMP_CMP_NE" => LibSeccomp.SCMP_CMP_NE,
        "SCMP_CMP_LT" => LibSeccomp.SCMP_CMP_LT,
        "SCMP_CMP_LE" => LibSeccomp.SCMP_CMP_LE,
        "SCMP_CMP_EQ" => LibSeccomp.SCMP_CMP_EQ,
        "SCMP_CMP_GE" => LibSeccomp.SCMP_CMP_GE,
        "SCMP_CMP_GT" => LibSeccomp.SCMP_CMP_GT,
        "SCMP_CMP_MASKED_EQ" => LibSeccomp.SCMP_CMP_MASKED_EQ,
        _ => throw new SeccompException($"linux.seccomp.{field}: is no comparison, got '{name}'"),
    };

    /// <summary>System calls that are newer than libseccomp 2.5.4; their numbers are the same on every architecture.</summary>
    internal static int NewerThanLibrary(string name) => name switch
    {
        "cachestat" => 451,
        "fchmodat2" => 452,
        "map_shadow_stack" => 453,
        "futex_wake" => 454,
        "futex_wait" => 455,
        "futex_requeue" => 456,
        "statmount" => 457,
        "listmount" => 458,
        "lsm_get_self_attr" => 459,
        "lsm_set_self_attr" => 460,
        "lsm_list_modules" => 461,
        "mseal" => 462,
        "setxattrat" => 463,
        "getxattrat" => 464,
        "listxattrat" => 465,
        "removexattrat" => 466,
        "open_tree_attr" => 467,
        "file_getattr" => 468,
        "file_setattr" => 469,
        _ => LibSeccomp.NameUnknown,
    };
}
