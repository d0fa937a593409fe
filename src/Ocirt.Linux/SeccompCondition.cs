// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>A comparison of one argument of a system call.</summary>
/// <param name="Index">The argument, 0 to 5.</param>
/// <param name="Value">What it is compared with; the mask for SCMP_CMP_MASKED_EQ.</param>
/// <param name="ValueTwo">What the masked argument is compared with.</param>
/// <param name="Op">An SCMP_CMP_* name.</param>
public readonly record struct SeccompCondition(uint Index, ulong Value, ulong ValueTwo, string Op);
