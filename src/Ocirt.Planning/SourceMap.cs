// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Planning;

/// <summary>From the steps of a plan back to the places in config.json that asked for them.</summary>
/// <remarks>Keeps a few numbers for each step; paths and lines are worked out when a message needs them.</remarks>
public sealed class SourceMap
{
    private readonly ConfigSource _source;
    private readonly List<StepOrigin> _origins = new(96);

    internal SourceMap(ConfigSource source)
    {
        _source = source;
    }

    /// <summary>The name of the configuration in messages.</summary>
    public string FileName => _source.FileName;

    /// <summary>The number of steps.</summary>
    public int Count => _origins.Count;

    /// <summary>
    /// The place that asked for a step, or null when nothing in the configuration did: the step is part of every
    /// launch, or a default, or <paramref name="step"/> is no step of the plan.
    /// </summary>
    public SourceLocation? Find(int step)
    {
        if (step < 0 || step >= _origins.Count || _origins[step].Offset < 0)
        {
            return null;
        }

        StepOrigin origin = _origins[step];
        if (origin.Field is null)
        {
            return _source.Locate(origin.Offset);
        }

        return origin.Index < 0
            ? _source.Locate(origin.Offset, origin.Field)
            : _source.Locate(origin.Offset, origin.Field, origin.Index);
    }

    internal void Add(StepOrigin origin) => _origins.Add(origin);
}
