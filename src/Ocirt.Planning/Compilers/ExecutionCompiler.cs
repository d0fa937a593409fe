// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>How the kernel executes the process: scheduling, execution domain, memory policy.</summary>
internal static class ExecutionCompiler
{
    private const uint Linux32 = 8; // PER_LINUX32 of linux/personality.h

    public static void Compile(PlanDraft draft, ProcessConfig process)
    {
        bool hasAffinity = draft.Joins && !string.IsNullOrEmpty(process.ExecCpuAffinity?.Final);
        if (process.Scheduler is not null || process.IoPriority is not null || hasAffinity)
        {
            // ORDER: after the root is complete, which must not wait for a policy that hardly gets a processor; and
            // by the brain, because a real-time policy takes CAP_SYS_NICE of the host.
            ProcessCompiler.CompileHome(draft);
            draft.From((ConfigNode?)process.Scheduler ?? (ConfigNode?)process.IoPriority ?? process.ExecCpuAffinity!);
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Scheduling, FirstRegister = Register.None });
        }

        if (draft.Linux?.Personality is PersonalityConfig personality)
        {
            draft.From(personality);
            draft.Add(StepOp.SetPersonality, new SetPersonalityStep { Domain = personality.Domain == "LINUX32" ? Linux32 : 0 });
        }

        if (draft.Linux?.MemoryPolicy is MemoryPolicyConfig policy)
        {
            draft.From(policy);
            draft.Add(StepOp.SetMemoryPolicy, new SetMemoryPolicyStep
            {
                Mode = ModeOf(policy),
                Nodes = draft.Writer.Bytes(MemoryMarshal.AsBytes<ulong>(NumberList.ToMask(policy.Nodes))),
            });
        }
    }

    /// <summary>The MPOL_* mode of linux/mempolicy.h with its flags.</summary>
    private static uint ModeOf(MemoryPolicyConfig policy)
    {
        uint mode = policy.Mode switch
        {
            "MPOL_PREFERRED" => 1,
            "MPOL_BIND" => 2,
            "MPOL_INTERLEAVE" => 3,
            "MPOL_LOCAL" => 4,
            "MPOL_PREFERRED_MANY" => 5,
            "MPOL_WEIGHTED_INTERLEAVE" => 6,
            _ => 0,
        };
        foreach (string flag in policy.Flags)
        {
            mode |= flag switch
            {
                "MPOL_F_STATIC_NODES" => 1u << 15,
                "MPOL_F_RELATIVE_NODES" => 1u << 14,
                "MPOL_F_NUMA_BALANCING" => 1u << 13,
                _ => 0,
            };
        }

        return mode;
    }
}
