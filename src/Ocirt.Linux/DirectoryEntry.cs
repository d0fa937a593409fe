// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>One name in a directory; see getdents64(2).</summary>
/// <param name="Name">The name; never '.' or '..'.</param>
/// <param name="Kind">What it is, as far as the file system says.</param>
public readonly record struct DirectoryEntry(string Name, DirectoryEntryKind Kind);
