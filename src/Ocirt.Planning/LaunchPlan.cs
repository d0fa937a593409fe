// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Spec.Model;

namespace Ocirt.Planning;

/// <summary>A plan that init can execute, and where each of its steps comes from.</summary>
public sealed class LaunchPlan
{
    internal LaunchPlan(byte[] bytes, SourceMap sources, IReadOnlyList<LateRequest> requests, IdMaps? maps, int mapsStep, NetDeviceConfig[] networkDevices)
    {
        NetworkDevices = networkDevices;
        Bytes = bytes;
        Sources = sources;
        Requests = requests;
        Maps = maps;
        MapsStep = mapsStep;
    }

    /// <summary>The plan in its binary form; see <see cref="Abi.Plan.PlanHeader"/>.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where each step comes from. Kept by the runtime, never sent.</summary>
    public SourceMap Sources { get; }

    /// <summary>What the runtime opens for init on the way, in the order of the steps.</summary>
    public IReadOnlyList<LateRequest> Requests { get; }

    /// <summary>The mappings that the runtime gives to the new user namespace before it says go, or null.</summary>
    public IdMaps? Maps { get; }

    /// <summary>The devices that the runtime moves into the network namespace when init stops for them.</summary>
    public NetDeviceConfig[] NetworkDevices { get; }

    /// <summary>The index of the step that relies on them; names their place in messages.</summary>
    public int MapsStep { get; }
}
