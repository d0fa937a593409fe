// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups;

/// <summary>A change of one file of a cgroup.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Before">What it held, or the line of it that is meant; null when there was none.</param>
/// <param name="After">What is written.</param>
public readonly record struct LimitChange(string File, string? Before, string After);
