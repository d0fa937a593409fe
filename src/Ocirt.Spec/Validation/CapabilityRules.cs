// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The capability sets (config.md, Linux Process): what cannot be granted is a warning.</summary>
internal static class CapabilityRules
{
    internal static void Check(ProcessConfig process, DiagnosticBag bag)
    {
        if (process.Capabilities is not { } sets)
        {
            return;
        }

        CheckNames(sets, bag, "bounding", sets.Bounding);
        ulong permitted = CheckNames(sets, bag, "permitted", sets.Permitted);
        ulong inheritable = CheckNames(sets, bag, "inheritable", sets.Inheritable);
        CheckNames(sets, bag, "effective", sets.Effective);
        CheckNames(sets, bag, "ambient", sets.Ambient);

        CheckContained(sets, bag, "effective", sets.Effective, permitted, "permitted");
        CheckContained(sets, bag, "ambient", sets.Ambient, permitted, "permitted");
        CheckContained(sets, bag, "ambient", sets.Ambient, inheritable | ~permitted, "inheritable");
    }

    private static ulong CheckNames(CapabilitySets sets, DiagnosticBag bag, string field, string[] names)
    {
        ulong mask = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (CapabilityNames.Parse(names[i]) is { } number)
            {
                mask |= 1UL << number;
            }
            else
            {
                // Suites of conformance look for runc's words, which have the bare names in brackets.
                bag.Add(DiagnosticId.CapabilityUnknown, sets, [field, i], ValueText.Quote(names[i]).Trim('\''));
            }
        }

        return mask;
    }

    private static void CheckContained(CapabilitySets sets, DiagnosticBag bag, string field, string[] names, ulong mask, string other)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (CapabilityNames.Parse(names[i]) is { } number && (mask & (1UL << number)) == 0)
            {
                bag.Add(DiagnosticId.CapabilityNotPermitted, sets, [field, i], names[i], other);
            }
        }
    }
}
