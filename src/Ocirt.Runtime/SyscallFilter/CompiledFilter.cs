// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Runtime.SyscallFilter;

/// <summary>A system call filter, ready to be loaded.</summary>
/// <param name="Bytes">An array of struct sock_filter; empty for none.</param>
/// <param name="Flags">SECCOMP_FILTER_FLAG_* flags.</param>
public readonly record struct CompiledFilter(ReadOnlyMemory<byte> Bytes, uint Flags);
