// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>What happens to some system calls.</summary>
/// <param name="Names">Their names; those that nobody knows are left out.</param>
/// <param name="Action">An SCMP_ACT_* name.</param>
/// <param name="ErrnoRet">The error number or datum; null for EPERM.</param>
/// <param name="Conditions">
/// What has to hold for the arguments, all of it; when two are for one argument, any of it.
/// </param>
public sealed record SeccompProfileRule(string[] Names, string Action, uint? ErrnoRet, SeccompCondition[] Conditions);
