// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Planning.Compilers;

/// <summary>Capabilities by name; see capabilities(7).</summary>
internal static class CapabilityNames
{
    /// <summary>A bit for each name. Unknown ones count for nothing: the validator warns about them.</summary>
    public static ulong MaskOf(string[] names)
    {
        ulong mask = 0;
        foreach (string name in names)
        {
            mask |= Spec.Model.CapabilityNames.Parse(name) is { } number ? 1UL << number : 0;
        }

        return mask;
    }

    /// <summary>The name of a number, without the prefix and in lower case; null when it has none.</summary>
    public static string? NameOf(int number) => Spec.Model.CapabilityNames.NameOf(number)?["CAP_".Length..].ToLowerInvariant();
}
