// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The hooks (config.md, POSIX-platform Hooks).</summary>
internal static class HookRules
{
    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Hooks is not { } hooks)
        {
            return;
        }

        CheckList(hooks.Prestart, bag);
        CheckList(hooks.CreateRuntime, bag);
        CheckList(hooks.CreateContainer, bag);
        CheckList(hooks.StartContainer, bag);
        CheckList(hooks.Poststart, bag);
        CheckList(hooks.Poststop, bag);
    }

    private static void CheckList(HookConfig[] list, DiagnosticBag bag)
    {
        foreach (HookConfig hook in list)
        {
            ValueRules.RequireAbsolute(bag, hook, ["path"], hook.Path, "the absolute path of the program");
            ValueRules.CheckRange(bag, hook, ["timeout"], hook.Timeout, 1, int.MaxValue);
            ValueRules.CheckEnv(bag, hook, hook.Env ?? []);
        }
    }
}
