// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Fuzz;

/// <summary>What the cases led to: a run in which nearly all are refused at once tries little.</summary>
internal sealed class Tally
{
    /// <summary>How many cases were run.</summary>
    internal int Cases { get; set; }

    /// <summary>How many had no error.</summary>
    internal int Valid { get; set; }

    /// <summary>How many gave a plan.</summary>
    internal int Plans { get; set; }

    /// <summary>How many findings were made.</summary>
    internal int Findings { get; set; }

    /// <summary>How many changed plans init was given.</summary>
    internal int ChangedPlans { get; set; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Cases} cases, {Findings} findings, {Valid} valid, {Plans} plans, {ChangedPlans} changed plans";

    internal static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (Tally tally in tallies)
        {
            sum.Cases += tally.Cases;
            sum.Valid += tally.Valid;
            sum.Plans += tally.Plans;
            sum.Findings += tally.Findings;
            sum.ChangedPlans += tally.ChangedPlans;
        }

        return sum;
    }
}
