// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

namespace Ocirt.Spec.Diagnostics;

/// <summary>
/// What is behind each finding, for <c>ocirt explain</c>: why it is a rule, what usually causes it, what happens
/// otherwise. Message and hint of <see cref="DiagnosticDescriptors"/> stand above it and are not repeated.
/// </summary>
public static partial class DiagnosticExplanations
{
    /// <summary>One paragraph on one line; empty for an id that has none, which a test forbids.</summary>
    public static string For(DiagnosticId id) => Encoding.UTF8.GetString(Text(id));

    // A string of UTF-16 is an object that is relocated at every start; UTF-8 lies in the file until it is read.
    private static ReadOnlySpan<byte> Text(DiagnosticId id) => (int)id switch
    {
        < 2000 => ForText(id),
        < 2200 => ForContainer(id),
        < 2300 => ForProcess(id),
        < 2400 => ForNamespaces(id),
        < 2500 => ForResources(id),
        < 3000 => ForSeccomp(id),
        < 5000 => ForPlan(id),
        < 6000 => ForDoubt(id),
        _ => ForHost(id),
    };
}
