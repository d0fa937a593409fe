// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning.Compilers;

/// <summary>Capabilities by name; see capabilities(7).</summary>
internal static class CapabilityNames
{
    /// <summary>A bit for each name. Unknown ones count for nothing: the validator warns about them.</summary>
    public static ulong MaskOf(string[] names)
    {
        ulong mask = 0;
        foreach (string name in names)
        {
            int number = NumberOf(name);
            mask |= number < 0 ? 0 : 1UL << number;
        }

        return mask;
    }

    /// <summary>The name of a number, without the prefix and in lower case; null when it has none.</summary>
    public static string? NameOf(int number) => number switch
    {
        0 => "chown",
        1 => "dac_override",
        2 => "dac_read_search",
        3 => "fowner",
        4 => "fsetid",
        5 => "kill",
        6 => "setgid",
        7 => "setuid",
        8 => "setpcap",
        9 => "linux_immutable",
        10 => "net_bind_service",
        11 => "net_broadcast",
        12 => "net_admin",
        13 => "net_raw",
        14 => "ipc_lock",
        15 => "ipc_owner",
        16 => "sys_module",
        17 => "sys_rawio",
        18 => "sys_chroot",
        19 => "sys_ptrace",
        20 => "sys_pacct",
        21 => "sys_admin",
        22 => "sys_boot",
        23 => "sys_nice",
        24 => "sys_resource",
        25 => "sys_time",
        26 => "sys_tty_config",
        27 => "mknod",
        28 => "lease",
        29 => "audit_write",
        30 => "audit_control",
        31 => "setfcap",
        32 => "mac_override",
        33 => "mac_admin",
        34 => "syslog",
        35 => "wake_alarm",
        36 => "block_suspend",
        37 => "audit_read",
        38 => "perfmon",
        39 => "bpf",
        40 => "checkpoint_restore",
        _ => null,
    };

    private static int NumberOf(string name) => name switch
    {
        "CAP_CHOWN" => 0,
        "CAP_DAC_OVERRIDE" => 1,
        "CAP_DAC_READ_SEARCH" => 2,
        "CAP_FOWNER" => 3,
        "CAP_FSETID" => 4,
        "CAP_KILL" => 5,
        "CAP_SETGID" => 6,
        "CAP_SETUID" => 7,
        "CAP_SETPCAP" => 8,
        "CAP_LINUX_IMMUTABLE" => 9,
        "CAP_NET_BIND_SERVICE" => 10,
        "CAP_NET_BROADCAST" => 11,
        "CAP_NET_ADMIN" => 12,
        "CAP_NET_RAW" => 13,
        "CAP_IPC_LOCK" => 14,
        "CAP_IPC_OWNER" => 15,
        "CAP_SYS_MODULE" => 16,
        "CAP_SYS_RAWIO" => 17,
        "CAP_SYS_CHROOT" => 18,
        "CAP_SYS_PTRACE" => 19,
        "CAP_SYS_PACCT" => 20,
        "CAP_SYS_ADMIN" => 21,
        "CAP_SYS_BOOT" => 22,
        "CAP_SYS_NICE" => 23,
        "CAP_SYS_RESOURCE" => 24,
        "CAP_SYS_TIME" => 25,
        "CAP_SYS_TTY_CONFIG" => 26,
        "CAP_MKNOD" => 27,
        "CAP_LEASE" => 28,
        "CAP_AUDIT_WRITE" => 29,
        "CAP_AUDIT_CONTROL" => 30,
        "CAP_SETFCAP" => 31,
        "CAP_MAC_OVERRIDE" => 32,
        "CAP_MAC_ADMIN" => 33,
        "CAP_SYSLOG" => 34,
        "CAP_WAKE_ALARM" => 35,
        "CAP_BLOCK_SUSPEND" => 36,
        "CAP_AUDIT_READ" => 37,
        "CAP_PERFMON" => 38,
        "CAP_BPF" => 39,
        "CAP_CHECKPOINT_RESTORE" => 40,
        _ => -1,
    };
}
