// SPDX-License-Identifier: Apache-2.0

using System;
using Ocirt.Abi.Messages;
using Ocirt.Linux;
using Ocirt.Planning;

namespace Ocirt.Runtime;

/// <summary>The phases of a launch on the time line of its trace; nothing at all when there is no trace.</summary>
internal sealed class LaunchPhases(LaunchTrace? trace) : IDisposable
{
    private long _mark = MonotonicClock.Nanoseconds();

    /// <summary>The plan that init carried out, whose steps are added at the end.</summary>
    internal LaunchPlan? Plan { get; set; }

    /// <summary>Ends a phase and begins the next one.</summary>
    internal void End(string name)
    {
        if (trace is not null)
        {
            _mark = trace.Add(name, _mark);
        }
    }

    /// <summary>Adds the steps of init.</summary>
    public void Dispose()
    {
        if (trace is null || Plan is null || PlanReader.Open(Plan.Bytes, out PlanReader plan) != PlanFault.None)
        {
            return;
        }

        string[] names = new string[plan.StepCount];
        for (int step = 0; step < names.Length; step++)
        {
            names[step] = Plan.Sources.Find(step) is { } place ? $"{plan.Op(step)} {place.JsonPath}" : plan.Op(step).ToString();
        }

        trace.Collect(names);
    }
}
