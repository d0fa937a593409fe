// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>The terminal of a process (config.md, Process: terminal and consoleSize).</summary>
internal static class TerminalCompiler
{
    /// <summary>Opens the terminal, when the process wants one.</summary>
    /// <param name="draft">The plan.</param>
    /// <param name="console">Where the terminal is bound as well, or empty.</param>
    public static void Compile(PlanDraft draft, string console)
    {
        if (draft.Config.Process is not { Terminal: true } process)
        {
            return;
        }

        // ORDER: after the session is started, which a controlling terminal belongs to, and after the mounts, which
        // bring /dev/pts; before /dev and the root become read-only, since the place of the console may have to be made.
        draft.From(process, "terminal");
        TerminalSize size = draft.Options.TerminalSize ?? SizeOf(process.ConsoleSize);
        draft.Add(StepOp.OpenTerminal, new OpenTerminalStep
        {
            Console = draft.Text(console),
            Rows = size.Rows,
            Columns = size.Columns,
            Flags = (uint)(draft.Options.HasPlainNewlines ? TerminalFlags.PlainNewlines : TerminalFlags.None),
        });
    }

    // The validator has refused what does not fit.
    private static TerminalSize SizeOf(ConsoleSize? asked) => new((ushort)(asked?.Height ?? 0), (ushort)(asked?.Width ?? 0));
}
