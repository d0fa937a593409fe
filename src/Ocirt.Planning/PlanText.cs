// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

using Ocirt.Abi.Messages;
using Ocirt.Spec.Diagnostics;

namespace Ocirt.Planning;

/// <summary>A plan as text for people: one line for each step, read back from the bytes.</summary>
/// <remarks>
/// The values of environment variables are left out, since the listing is meant to be passed on. The text is for
/// reading and for comparing; no program should take it apart.
/// </remarks>
public static partial class PlanText
{
    private const int NameWidth = 14;
    private const int OriginColumn = 76;

    /// <summary>The whole plan.</summary>
    public static string Render(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Render(plan.Bytes, plan.Sources);
    }

    /// <summary>The whole plan, with the place in the configuration of each step when the map is given.</summary>
    /// <exception cref="FormatException">The bytes are no plan that init would take.</exception>
    public static string Render(ReadOnlySpan<byte> bytes, SourceMap? sources)
    {
        PlanReader plan = Open(bytes);
        var text = new StringBuilder(plan.StepCount * 96);
        for (int step = 0; step < plan.StepCount; step++)
        {
            int start = text.Length;
            text.Append(CultureInfo.InvariantCulture, $"{step,3}  ");
            AppendStep(text, plan, step);
            if (sources?.Find(step) is SourceLocation location)
            {
                text.Append(' ', Math.Max(2, OriginColumn - (text.Length - start))).Append(location.JsonPath);
            }

            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>One step, as in 'mount          proc on /proc (proc) nosuid,nodev,noexec'.</summary>
    /// <exception cref="FormatException">The bytes are no plan that init would take.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    public static string RenderStep(ReadOnlySpan<byte> bytes, int step)
    {
        PlanReader plan = Open(bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, plan.StepCount);
        var text = new StringBuilder(96);
        AppendStep(text, plan, step);
        return text.ToString().TrimEnd(' ');
    }

    private static PlanReader Open(ReadOnlySpan<byte> bytes)
    {
        PlanFault fault = PlanReader.Open(bytes, out PlanReader plan);
        return fault == PlanFault.None ? plan : throw new FormatException($"not a plan: {fault}");
    }

    /// <summary>Text as one word; the empty text is a pair of quotes.</summary>
    private static string Word(string text) => text.Length == 0 ? "''" : FlagText.Word(text);
}
