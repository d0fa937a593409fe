// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Linux;

/// <summary>A compiled profile, as seccomp(2) loads it.</summary>
/// <param name="Instructions">An array of struct sock_filter, 8 bytes each.</param>
/// <param name="Flags">SECCOMP_FILTER_FLAG_* bits.</param>
/// <param name="UnknownNames">Names of system calls that were left out, because neither the library nor this project knows them.</param>
public sealed record SeccompFilter(byte[] Instructions, uint Flags, IReadOnlyList<string> UnknownNames);
