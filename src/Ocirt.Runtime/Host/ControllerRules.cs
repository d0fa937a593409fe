// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Runtime.Host;

/// <summary>Limits whose cgroup controller the host lacks. Zero, null and -1 ask for nothing.</summary>
internal static class ControllerRules
{
    internal static void Check(LinuxConfig linux, IReadOnlyList<string> controllers, DiagnosticBag bag)
    {
        if (linux.Resources is not { } resources)
        {
            return;
        }

        bool limitsMemory = resources.Memory is { } memory && (memory.Limit > 0 || memory.Reservation > 0 || memory.Swap > 0);
        bool limitsTime = resources.Cpu is { } cpu && (cpu.Shares > 0 || cpu.Quota > 0 || cpu.Idle > 0 || cpu.RealtimeRuntime > 0);
        bool limitsSet = !string.IsNullOrEmpty(resources.Cpu?.Cpus) || !string.IsNullOrEmpty(resources.Cpu?.Mems);
        Need(resources, "memory", limitsMemory, controllers, bag, "memory");
        Need(resources, "cpu", limitsTime, controllers, bag, "cpu");
        Need(resources, "cpu", limitsSet, controllers, bag, "cpuset");
        Need(resources, "pids", resources.Pids?.Limit >= 0, controllers, bag, "pids");
        Need(resources, "blockIO", LimitsBlockIo(resources.BlockIo), controllers, bag, "io", "blkio");
        Need(resources, "hugepageLimits", resources.HugepageLimits.Length > 0, controllers, bag, "hugetlb");
        Need(resources, "rdma", resources.Rdma.Length > 0, controllers, bag, "rdma");
    }

    private static bool LimitsBlockIo(BlockIoLimits? limits) =>
        limits is not null
        && (limits.Weight > 0 || limits.WeightDevice.Length > 0 || limits.ThrottleReadBpsDevice.Length > 0 || limits.ThrottleWriteBpsDevice.Length > 0
            || limits.ThrottleReadIopsDevice.Length > 0 || limits.ThrottleWriteIopsDevice.Length > 0);

    private static void Need(
        ResourcesConfig resources, string field, bool isAskedFor, IReadOnlyList<string> controllers, DiagnosticBag bag, params ReadOnlySpan<string> names)
    {
        if (!isAskedFor)
        {
            return;
        }

        foreach (string name in names)
        {
            foreach (string controller in controllers)
            {
                if (controller == name)
                {
                    return;
                }
            }
        }

        bag.Add(DiagnosticId.ControllerMissing, resources, [field], ValueText.Quote(names[0]));
    }
}
