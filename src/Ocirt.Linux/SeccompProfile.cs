// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>A seccomp profile with the names of the runtime specification (config-linux.md, Seccomp).</summary>
/// <param name="DefaultAction">What happens to a call that no rule matches: an SCMP_ACT_* name.</param>
/// <param name="DefaultErrnoRet">The error number of SCMP_ACT_ERRNO, or the datum of SCMP_ACT_TRACE; null for EPERM.</param>
/// <param name="Architectures">SCMP_ARCH_* names; the native one is always in.</param>
/// <param name="Flags">SECCOMP_FILTER_FLAG_* names.</param>
/// <param name="Rules">The rules.</param>
public sealed record SeccompProfile(
    string DefaultAction, uint? DefaultErrnoRet, string[] Architectures, string[] Flags, SeccompProfileRule[] Rules);
