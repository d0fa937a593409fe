// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <summary>How grave a finding is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The container can run; something that was asked for has no effect or is doubtful.</summary>
    Warning,

    /// <summary>The container cannot run as asked.</summary>
    Error,
}
