// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Cgroups.Fs;

/// <summary>One value for one file of a cgroup.</summary>
/// <param name="Controller">The controller it belongs to; <c>cgroup</c> for the files that every cgroup has.</param>
/// <param name="File">The file's name.</param>
/// <param name="Value">What is written, in one write.</param>
/// <param name="Field">The field of the config that asks for it, below <c>linux.resources</c>.</param>
/// <param name="IsDefault">
/// Whether a new cgroup has this value anyway: then it is written to one that was there before only, and a missing file
/// is no error.
/// </param>
public readonly record struct LimitWrite(string Controller, string File, string Value, string Field, bool IsDefault = false)
{
    /// <summary>Whether a kernel without the file still does what was asked for by the others of the same field.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The name of the file where the kernel does not have <see cref="File"/>, or null.</summary>
    public string? OtherFile { get; init; }

    /// <summary>What is written to <see cref="OtherFile"/>; null: the same value.</summary>
    public string? OtherValue { get; init; }

    /// <summary>
    /// What a line of the file begins with when it holds a line for each device (<c>8:0</c>); null for a file with one
    /// value. A rollback restores that line only.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>What takes the line for <see cref="Key"/> away again, when there was none.</summary>
    public string? Unset { get; init; }
}
