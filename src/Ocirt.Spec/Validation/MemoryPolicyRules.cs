// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The memory policy: its names, and whether the nodes go with the mode (set_mempolicy(2)).</summary>
internal static class MemoryPolicyRules
{
    private const string Modes =
        "use one of MPOL_DEFAULT, MPOL_BIND, MPOL_INTERLEAVE, MPOL_WEIGHTED_INTERLEAVE, MPOL_PREFERRED, MPOL_PREFERRED_MANY, MPOL_LOCAL";

    private const string Flags = "use one of MPOL_F_NUMA_BALANCING, MPOL_F_RELATIVE_NODES, MPOL_F_STATIC_NODES";

    internal static void Check(MemoryPolicyConfig policy, DiagnosticBag bag)
    {
        bool isKnown = policy.Mode is "MPOL_DEFAULT" or "MPOL_BIND" or "MPOL_INTERLEAVE" or "MPOL_WEIGHTED_INTERLEAVE"
            or "MPOL_PREFERRED" or "MPOL_PREFERRED_MANY" or "MPOL_LOCAL";
        if (!isKnown)
        {
            string what = policy.Mode is null ? "mode: it is required and missing" : "mode " + ValueText.Quote(policy.Mode);
            bag.Add(DiagnosticId.MemoryPolicyMalformed, policy, ["mode"], what, Modes);
        }

        for (int i = 0; i < policy.Flags.Length; i++)
        {
            if (policy.Flags[i] is not ("MPOL_F_NUMA_BALANCING" or "MPOL_F_RELATIVE_NODES" or "MPOL_F_STATIC_NODES"))
            {
                bag.Add(DiagnosticId.MemoryPolicyMalformed, policy, ["flags", i], "flag " + ValueText.Quote(policy.Flags[i]), Flags);
            }
        }

        CheckNodes(policy, bag);
    }

    private static void CheckNodes(MemoryPolicyConfig policy, DiagnosticBag bag)
    {
        long count = 0;
        if (!string.IsNullOrEmpty(policy.Nodes) && (!NumberList.TryCount(policy.Nodes, out count, out uint highest) || highest > NumberList.Highest))
        {
            bag.Add(
                DiagnosticId.MemoryPolicyMalformed,
                policy,
                ["nodes"],
                "nodes " + ValueText.Quote(policy.Nodes),
                "write them as in '0-3,7', each range from low to high and no number above 65535");
            return;
        }

        string? required = policy.Mode switch
        {
            "MPOL_DEFAULT" or "MPOL_LOCAL" when count != 0 => "0 nodes",
            "MPOL_BIND" or "MPOL_INTERLEAVE" or "MPOL_WEIGHTED_INTERLEAVE" or "MPOL_PREFERRED_MANY" when count == 0 => "at least 1 node",
            _ => null,
        };
        if (required is not null)
        {
            bag.Add(DiagnosticId.MemoryPolicyNodes, policy, ["nodes"], required, ValueRules.Text(count));
        }
    }
}
