// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>What is valid in the resources section and probably not meant.</summary>
internal static class ResourceDoubts
{
    private const long SmallestUsualLimit = 1 << 20;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux?.Resources is not { } resources)
        {
            return;
        }

        if (resources.Pids is { Limit: 0 } pids)
        {
            bag.Add(DiagnosticId.PidsLimitZero, pids, ["limit"]);
        }

        if (resources.Memory is { } memory)
        {
            CheckTiny(memory, bag, "limit", memory.Limit);
            CheckTiny(memory, bag, "reservation", memory.Reservation);
        }
    }

    private static void CheckTiny(MemoryLimits memory, DiagnosticBag bag, string field, long? bytes)
    {
        if (bytes is > 0 and < SmallestUsualLimit)
        {
            bag.Add(DiagnosticId.MemoryLimitTiny, memory, [field], ValueRules.Text(bytes.Value));
        }
    }
}
