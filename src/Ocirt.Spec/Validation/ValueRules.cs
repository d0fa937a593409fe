// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Rules about single values, used by the rules of every section.</summary>
internal static class ValueRules
{
    /// <summary>A text that must be there and not be empty.</summary>
    internal static bool Require(DiagnosticBag bag, ConfigNode node, ReadOnlySpan<JsonStep> steps, string? value, string what)
    {
        if (string.IsNullOrEmpty(value))
        {
            bag.Add(value is null ? DiagnosticId.Missing : DiagnosticId.Empty, node, steps, what);
            return false;
        }

        return true;
    }

    /// <summary>A value that must be there.</summary>
    internal static void RequireValue(DiagnosticBag bag, ConfigNode node, string field, bool isGiven, string what)
    {
        if (!isGiven)
        {
            bag.Add(DiagnosticId.Missing, node, [field], what);
        }
    }

    /// <summary>A path that must be there and be absolute.</summary>
    internal static void RequireAbsolute(DiagnosticBag bag, ConfigNode node, ReadOnlySpan<JsonStep> steps, string? value, string what)
    {
        if (Require(bag, node, steps, value, what) && value![0] != '/')
        {
            bag.Add(DiagnosticId.NotAbsolute, node, steps, ValueText.Quote(value));
        }
    }

    /// <summary>A name out of a closed set; null counts as absent.</summary>
    internal static void CheckName(DiagnosticBag bag, ConfigNode node, ReadOnlySpan<JsonStep> steps, string? value, bool isKnown, string known)
    {
        if (value is not null && !isKnown)
        {
            bag.Add(DiagnosticId.UnknownName, node, steps, ValueText.Quote(value), known);
        }
    }

    /// <summary>A signed number within limits; null counts as absent.</summary>
    internal static void CheckRange(DiagnosticBag bag, ConfigNode node, ReadOnlySpan<JsonStep> steps, long? value, long min, long max)
    {
        if (value is { } number && (number < min || number > max))
        {
            bag.Add(DiagnosticId.OutOfRange, node, steps, Text(min), Text(max), ValueText.Quote(Text(number)));
        }
    }

    /// <summary>An unsigned number within limits; null counts as absent.</summary>
    internal static void CheckRange(DiagnosticBag bag, ConfigNode node, ReadOnlySpan<JsonStep> steps, ulong? value, ulong min, ulong max)
    {
        if (value is { } number && (number < min || number > max))
        {
            bag.Add(DiagnosticId.OutOfRange, node, steps, Text(min), Text(max), ValueText.Quote(Text(number)));
        }
    }

    /// <summary>The elements of a list of absolute paths.</summary>
    internal static void CheckAbsolutePaths(DiagnosticBag bag, ConfigNode node, string field, string[] paths)
    {
        for (int i = 0; i < paths.Length; i++)
        {
            RequireAbsolute(bag, node, [field, i], paths[i], "an absolute path inside the container");
        }
    }

    /// <summary>The elements of an environment: NAME=VALUE with a name that is not empty.</summary>
    internal static void CheckEnv(DiagnosticBag bag, ConfigNode node, string[] env)
    {
        for (int i = 0; i < env.Length; i++)
        {
            if (env[i].IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                bag.Add(DiagnosticId.EnvMalformed, node, ["env", i], ValueText.Quote(env[i]));
            }
        }
    }

    /// <summary>A list of numbers and ranges as cpuset(7) describes; null and empty count as absent.</summary>
    internal static void CheckList(DiagnosticBag bag, ConfigNode node, string field, string? list)
    {
        if (string.IsNullOrEmpty(list))
        {
            return;
        }

        if (!NumberList.IsValid(list, out uint highest))
        {
            bag.Add(DiagnosticId.CpuListMalformed, node, [field], ValueText.Quote(list));
        }
        else if (highest > NumberList.Highest)
        {
            bag.Add(DiagnosticId.OutOfRange, node, [field], Text(0UL), Text((ulong)NumberList.Highest), ValueText.Quote(Text((ulong)highest)));
        }
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
