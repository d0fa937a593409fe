// SPDX-License-Identifier: Apache-2.0

using System.Text;
using Ocirt.Abi.Linux;
using Ocirt.Linux;

namespace Ocirt.Runtime;

/// <summary>What a pid means something in.</summary>
/// <param name="BootId">The boot of the machine; see proc_sys_kernel(5).</param>
/// <param name="PidNamespace">The inode of the pid namespace of this process; see pid_namespaces(7).</param>
public sealed record HostIdentity(string BootId, ulong PidNamespace)
{
    /// <summary>Reads the identity of here and now.</summary>
    /// <exception cref="SyscallException">/proc cannot be read.</exception>
    public static HostIdentity Read()
    {
        using FileDescriptor file = FileDescriptor.Open("/proc/sys/kernel/random/boot_id", Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        System.Span<byte> text = stackalloc byte[64];
        string bootId = Encoding.ASCII.GetString(text[..file.ReadUpTo(text)]).TrimEnd();
        int errno = ProcessNamespaces.TryStat(null, "pid", out StatResult space);
        return errno == 0 ? new HostIdentity(bootId, space.Inode) : throw new SyscallException("statx(\"/proc/self/ns/pid\")", errno);
    }
}
