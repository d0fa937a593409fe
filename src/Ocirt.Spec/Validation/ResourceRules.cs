// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Resource limits (config-linux.md, Control groups). Zero and null ask for nothing: engines write them.</summary>
internal static class ResourceRules
{
    private const long MinQuota = 1000;
    private const ulong MinPeriod = 1000;
    private const ulong MaxPeriod = 1_000_000;
    private const ulong MinShares = 2;
    private const ulong MaxShares = 262_144;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux?.Resources is not { } resources)
        {
            return;
        }

        if (resources.Memory is { } memory)
        {
            CheckMemory(memory, bag);
        }

        if (resources.Cpu is { } cpu)
        {
            CheckCpu(cpu, bag);
        }

        if (resources.BlockIo is { } blockIo)
        {
            CheckBlockIo(blockIo, bag);
        }

        CheckHugepages(resources, bag);
        CheckNetwork(resources, bag);
        foreach (RdmaLimit limit in resources.Rdma)
        {
            if (limit.HcaHandles is null && limit.HcaObjects is null)
            {
                bag.Add(DiagnosticId.RdmaLimitMissing, limit, ["hcaHandles"]);
            }
        }

        foreach (NamedValue file in resources.Unified)
        {
            if (file.Name.Contains('/', StringComparison.Ordinal) || file.Name is "" or "." or "..")
            {
                bag.Add(DiagnosticId.UnifiedKeyMalformed, file.Offset, [], ValueText.Quote(file.Name));
            }
        }
    }

    private static void CheckMemory(MemoryLimits memory, DiagnosticBag bag)
    {
        ValueRules.CheckRange(bag, memory, ["limit"], memory.Limit, -1, long.MaxValue);
        ValueRules.CheckRange(bag, memory, ["reservation"], memory.Reservation, -1, long.MaxValue);
        ValueRules.CheckRange(bag, memory, ["swap"], memory.Swap, -1, long.MaxValue);
        if (memory.Swappiness is not ulong.MaxValue)
        {
            // The largest number is -1 of an engine that means 'unset'.
            ValueRules.CheckRange(bag, memory, ["swappiness"], memory.Swappiness, 0, 100);
        }

        if (memory.Swap > 0 && memory.Limit is (null or 0))
        {
            bag.Add(DiagnosticId.SwapWithoutLimit, memory, ["swap"]);
        }
        else if (memory.Swap > 0 && (memory.Swap < memory.Limit || memory.Limit == -1))
        {
            bag.Add(DiagnosticId.SwapBelowLimit, memory, ["swap"], ValueRules.Text(memory.Swap.Value), ValueRules.Text(memory.Limit!.Value));
        }

        if (memory.Limit > 0 && memory.Reservation > memory.Limit)
        {
            bag.Add(DiagnosticId.ReservationAboveLimit, memory, ["reservation"], ValueRules.Text(memory.Reservation.Value), ValueRules.Text(memory.Limit.Value));
        }

        if (memory.Kernel is not (null or 0))
        {
            bag.Add(DiagnosticId.KernelMemoryIgnored, memory, ["kernel"]);
        }

        if (memory.KernelTcp is not (null or 0))
        {
            bag.Add(DiagnosticId.KernelMemoryIgnored, memory, ["kernelTCP"]);
        }
    }

    private static void CheckCpu(CpuLimits cpu, DiagnosticBag bag)
    {
        if (cpu.Quota > 0)
        {
            ValueRules.CheckRange(bag, cpu, ["quota"], cpu.Quota, MinQuota, long.MaxValue);
        }

        if (cpu.Period > 0)
        {
            ValueRules.CheckRange(bag, cpu, ["period"], cpu.Period, MinPeriod, MaxPeriod);
        }

        if (cpu.Quota > 0 && cpu.Burst > (ulong)cpu.Quota)
        {
            bag.Add(DiagnosticId.BurstAboveQuota, cpu, ["burst"], ValueRules.Text(cpu.Burst.Value), ValueRules.Text(cpu.Quota.Value));
        }

        if (cpu.Shares is > 0 and (< MinShares or > MaxShares))
        {
            bag.Add(DiagnosticId.SharesClamped, cpu, ["shares"], ValueRules.Text(cpu.Shares.Value));
        }

        ValueRules.CheckRange(bag, cpu, ["idle"], cpu.Idle, 0, 1);
        ValueRules.CheckList(bag, cpu, "cpus", cpu.Cpus);
        ValueRules.CheckList(bag, cpu, "mems", cpu.Mems);
    }

    private static void CheckBlockIo(BlockIoLimits blockIo, DiagnosticBag bag)
    {
        CheckWeight(blockIo, bag, "weight", blockIo.Weight);
        CheckWeight(blockIo, bag, "leafWeight", blockIo.LeafWeight);
        foreach (BlockIoWeight weight in blockIo.WeightDevice)
        {
            CheckNumbers(weight, bag, weight.Major, weight.Minor);
            CheckWeight(weight, bag, "weight", weight.Weight);
            CheckWeight(weight, bag, "leafWeight", weight.LeafWeight);
            if (weight.Weight is null && weight.LeafWeight is null)
            {
                bag.Add(DiagnosticId.BlockWeightMissing, weight, ["weight"]);
            }
        }

        CheckThrottles(blockIo.ThrottleReadBpsDevice, bag);
        CheckThrottles(blockIo.ThrottleWriteBpsDevice, bag);
        CheckThrottles(blockIo.ThrottleReadIopsDevice, bag);
        CheckThrottles(blockIo.ThrottleWriteIopsDevice, bag);
    }

    private static void CheckThrottles(BlockIoThrottle[] throttles, DiagnosticBag bag)
    {
        foreach (BlockIoThrottle throttle in throttles)
        {
            CheckNumbers(throttle, bag, throttle.Major, throttle.Minor);
            ValueRules.RequireValue(bag, throttle, "rate", throttle.Rate is not null, "the rate per second");
        }
    }

    private static void CheckNumbers(ConfigNode node, DiagnosticBag bag, long? major, long? minor)
    {
        ValueRules.RequireValue(bag, node, "major", major is not null, "the major number of the device");
        ValueRules.RequireValue(bag, node, "minor", minor is not null, "the minor number of the device");
    }

    private static void CheckWeight(ConfigNode node, DiagnosticBag bag, string field, ushort? weight)
    {
        if (weight > 0)
        {
            ValueRules.CheckRange(bag, node, [field], weight, 10L, 1000L);
        }
    }

    private static void CheckHugepages(ResourcesConfig resources, DiagnosticBag bag)
    {
        foreach (HugepageLimit limit in resources.HugepageLimits)
        {
            ValueRules.RequireValue(bag, limit, "limit", limit.Limit is not null, "the limit in bytes");
            if (limit.PageSize is null)
            {
                bag.Add(DiagnosticId.Missing, limit, ["pageSize"], "the page size, as in '2MB'");
            }
            else if (!IsPageSize(limit.PageSize))
            {
                bag.Add(DiagnosticId.PageSizeMalformed, limit, ["pageSize"], ValueText.Quote(limit.PageSize));
            }
        }
    }

    private static void CheckNetwork(ResourcesConfig resources, DiagnosticBag bag)
    {
        foreach (InterfacePriority entry in resources.Network?.Priorities ?? [])
        {
            ValueRules.Require(bag, entry, ["name"], entry.Name, "the name of the interface");
            ValueRules.RequireValue(bag, entry, "priority", entry.Priority is not null, "the priority");
        }
    }

    private static bool IsPageSize(ReadOnlySpan<char> size) =>
        size.Length >= 3
        && size[^1] == 'B'
        && size[^2] is ('K' or 'M' or 'G')
        && size[0] != '0'
        && !size[..^2].ContainsAnyExceptInRange('0', '9');
}
