// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>What a host lacks.</content>
public static partial class DiagnosticExplanations
{
    private static string ForHost(DiagnosticId id) => id switch
    {
        _ => string.Empty,
    };
}
