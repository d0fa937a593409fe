// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups.Fs;

/// <summary>One value for one file of a cgroup.</summary>
/// <param name="Controller">The controller it belongs to.</param>
/// <param name="File">The file's name.</param>
/// <param name="Value">What is written, in one write.</param>
/// <param name="Field">The field of the config that asks for it, below <c>linux.resources</c>.</param>
/// <param name="IsDefault">
/// Whether a new cgroup has this value anyway: then it is written to one that was there before only, and a missing file
/// is no error.
/// </param>
public readonly record struct LimitWrite(string Controller, string File, string Value, string Field, bool IsDefault = false);
