// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The hooks of create and start: a stop for those of the runtime's namespaces, steps for those of the container's.</summary>
internal static class HookCompiler
{
    /// <summary>The hooks of create.</summary>
    public static void CompileBeforePivot(PlanDraft draft)
    {
        if (draft.Config.Hooks is not HooksConfig hooks)
        {
            return;
        }

        if (hooks.Prestart.Length + hooks.CreateRuntime.Length > 0)
        {
            draft.From(hooks);
            draft.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.RuntimeHooks, FirstRegister = Register.None });
        }

        // As with runc they begin in the rootfs, with the mounts of the container on it.
        Add(draft, hooks.CreateContainer, LateSlot.CreateContainerState, draft.Host.RootfsPath, []);
    }

    /// <summary>The state for the hooks of start, which must come while the runtime that creates is there.</summary>
    public static void CompileState(PlanDraft draft)
    {
        if (draft.Config.Hooks is { StartContainer.Length: > 0 } hooks)
        {
            ProcessCompiler.CompileHome(draft);
            draft.From(hooks, "startContainer");
            AddState(draft, LateSlot.StartContainerState);
        }
    }

    /// <summary>The hooks of start, in the container's root and with the rights of its process.</summary>
    public static void CompileStart(PlanDraft draft, IReadOnlyList<string> environment) =>
        Add(draft, draft.Config.Hooks?.StartContainer ?? [], LateSlot.None, string.Empty, environment);

    private static void Add(PlanDraft draft, HookConfig[] hooks, LateSlot state, string directory, IReadOnlyList<string> environment)
    {
        if (hooks.Length > 0 && state != LateSlot.None)
        {
            draft.From(hooks[0]);
            AddState(draft, state);
        }

        for (int i = 0; i < hooks.Length; i++)
        {
            HookConfig hook = hooks[i];
            bool hasOwn = hook.Env is { Length: > 0 };
            draft.From(hook);
            draft.Add(StepOp.RunHook, new RunHookStep
            {
                Path = draft.Text(hook.Path),
                Arguments = draft.Writer.Table(hook.Args.Length == 0 ? [hook.Path!] : hook.Args, zeros: 1),
                Environment = draft.Writer.Table(hasOwn ? hook.Env! : environment, zeros: 2),
                TakesHome = !hasOwn && environment.Count != 0 ? 1u : 0u,
                Directory = draft.Text(directory),
                Timeout = (uint)(hook.Timeout ?? 0),
                StateRegister = Register.FirstOfHooks,
                OutputRegister = RuntimeAnnotations.Find(draft.Config, RuntimeAnnotations.HookOutput) is null ? Register.None : Register.FirstOfHooks + 1,
                ErrorRegister = RuntimeAnnotations.Find(draft.Config, RuntimeAnnotations.HookError) is null ? Register.None : Register.FirstOfHooks + 2,
                Index = (uint)i,
            });
        }
    }

    private static void AddState(PlanDraft draft, LateSlot slot) => draft.Add(StepOp.Await, new AwaitStep
    {
        Slot = (uint)slot,
        FirstRegister = Register.FirstOfHooks,
        MaxDescriptors = Register.MaxOfHooks,
    });
}
