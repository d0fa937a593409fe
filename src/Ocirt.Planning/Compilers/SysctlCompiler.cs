// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Kernel parameters; see sysctl(8) and proc(5).</summary>
internal static class SysctlCompiler
{
    public static void Compile(PlanDraft draft)
    {
        NamedValue[] parameters = draft.Linux?.Sysctl ?? [];
        if (parameters.Length == 0)
        {
            return;
        }

        // ORDER: before /proc is masked, though nothing there could get in the way: the writes go through a
        // procfs that no mount of the container covers (CVE-2025-52881).
        draft.From(draft.Linux!, "sysctl");
        draft.OpenProc();
        foreach (NamedValue parameter in parameters)
        {
            string path = SysctlName.ToPath(parameter.Name)
                ?? throw new ArgumentException($"the configuration was not validated, '{parameter.Name}' is no parameter", nameof(draft));
            draft.From(parameter.Offset);
            draft.Add(StepOp.WriteSysctl, new WriteSysctlStep
            {
                Path = draft.Text("sys/" + path),
                Value = draft.Text(parameter.Value),
            });
        }
    }
}
