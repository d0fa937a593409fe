// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Numerics;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>What is valid in the process section and probably not meant.</summary>
internal static class ProcessDoubts
{
    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Process is not { } process)
        {
            return;
        }

        // Engines write a size of 0 by 0 for none.
        if (process.Terminal != true && process.ConsoleSize is { } size && (size.Height > 0 || size.Width > 0))
        {
            bag.Add(DiagnosticId.ConsoleSizeUnused, process, ["consoleSize"]);
        }

        if (process.Args.Length == 1 && process.Args[0].AsSpan().Trim(' ').Contains(' '))
        {
            bag.Add(DiagnosticId.ArgsInOne, process, ["args", 0], ValueText.Quote(process.Args[0]));
        }

        CheckEnv(process, bag);
        if (process.Capabilities is { } sets)
        {
            CheckCapabilities(process, sets, bag);
        }
    }

    private static void CheckEnv(ProcessConfig process, DiagnosticBag bag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < process.Env.Length; i++)
        {
            int end = process.Env[i].IndexOf('=', StringComparison.Ordinal);
            if (end > 0 && !seen.Add(process.Env[i][..end]))
            {
                bag.Add(DiagnosticId.EnvDuplicate, process, ["env", i], ValueText.Quote(process.Env[i][..end]));
            }
        }
    }

    /// <summary>What becomes of the sets when the program is executed; capabilities(7), Transformation of capabilities.</summary>
    private static void CheckCapabilities(ProcessConfig process, CapabilitySets sets, DiagnosticBag bag)
    {
        uint uid = process.User?.Uid ?? 0;
        if (uid != 0 && Missing(sets.Effective, sets.Ambient) is { } lost)
        {
            bag.Add(DiagnosticId.CapabilityLost, sets, ["effective"], ValueRules.Text((ulong)uid), lost);
        }
        else if (uid == 0 && process.NoNewPrivileges != true && Missing(sets.Bounding, sets.Permitted) is { } regained)
        {
            bag.Add(DiagnosticId.CapabilityRegained, sets, ["bounding"], regained);
        }
    }

    /// <summary>What of one set is not in another, as in 'CAP_CHOWN and 3 more'; null for nothing.</summary>
    private static string? Missing(string[] names, string[] others)
    {
        ulong missing = MaskOf(names) & ~MaskOf(others);
        if (missing == 0)
        {
            return null;
        }

        string first = CapabilityNames.NameOf(BitOperations.TrailingZeroCount(missing))!;
        int more = BitOperations.PopCount(missing) - 1;
        return more == 0 ? first : $"{first} and {more} more";
    }

    private static ulong MaskOf(string[] names)
    {
        ulong mask = 0;
        foreach (string name in names)
        {
            mask |= CapabilityNames.Parse(name) is { } number ? 1UL << number : 0;
        }

        return mask;
    }
}
