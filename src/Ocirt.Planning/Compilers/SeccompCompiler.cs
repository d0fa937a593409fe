// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The system call filter, which the runtime compiled.</summary>
internal static class SeccompCompiler
{
    public static void Compile(PlanDraft draft)
    {
        if (draft.Options.SeccompFilter.IsEmpty)
        {
            return;
        }

        // ORDER: the filter need not allow recvmsg.
        ProcessCompiler.CompileHome(draft);
        if (draft.Linux is LinuxConfig linux)
        {
            draft.From(linux, "seccomp");
        }

        draft.Add(StepOp.LoadSeccomp, new LoadSeccompStep
        {
            Filter = draft.Writer.Bytes(draft.Options.SeccompFilter.Span),
            Flags = draft.Options.SeccompFlags,
        });
    }
}
