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
        draft.Add(StepOp.OpenProc, default(OpenProcStep));
        foreach (NamedValue parameter in parameters)
        {
            draft.From(parameter.Offset);
            draft.Add(StepOp.WriteSysctl, new WriteSysctlStep
            {
                Path = draft.Text("sys/" + PathOf(parameter.Name)),
                Value = draft.Text(parameter.Value),
            });
        }
    }

    /// <summary>
    /// The path of a parameter below /proc/sys. The separator that comes first decides, as in sysctl(8): a name
    /// with slashes stays, one with dots has dots and slashes exchanged (<c>net.ipv4.conf.eth0/100.mtu</c>).
    /// </summary>
    internal static string PathOf(string name)
    {
        int separator = name.AsSpan().IndexOfAny('.', '/');
        if (separator < 0 || name[separator] == '/')
        {
            return name;
        }

        return string.Create(name.Length, name, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = source[i] switch { '.' => '/', '/' => '.', char other => other };
            }
        });
    }
}
