// SPDX-License-Identifier: Apache-2.0
using System;
using System.Linq;

namespace Ocirt.Benchmarks;

/// <summary>The measured values of one runtime in one row, in order of measuring.</summary>
internal sealed record Series(string Runtime, double[] Values)
{
    /// <summary>The value below which the part <paramref name="p"/> of all values lies.</summary>
    public double Percentile(double p) => Percentile([.. Values.Order()], p);

    /// <summary>The median.</summary>
    public double Median => Percentile(0.5);

    /// <summary>The ratio of medians to another series, with its 95 % interval from a bootstrap over pairs.</summary>
    public (double Ratio, double Low, double High) RatioTo(Series other)
    {
        // A fixed seed: the same measurements give the same interval.
        var random = new Random(1);
        int n = Values.Length;
        double[] mine = new double[n], theirs = new double[n], ratios = new double[2000];
        for (int k = 0; k < ratios.Length; k++)
        {
            for (int i = 0; i < n; i++)
            {
                int pair = random.Next(n);
                mine[i] = Values[pair];
                theirs[i] = other.Values[pair];
            }

            Array.Sort(mine);
            Array.Sort(theirs);
            ratios[k] = Percentile(mine, 0.5) / Percentile(theirs, 0.5);
        }

        Array.Sort(ratios);
        return (Median / other.Median, Percentile(ratios, 0.025), Percentile(ratios, 0.975));
    }

    private static double Percentile(double[] sorted, double p)
    {
        double at = p * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (at - below));
    }
}
