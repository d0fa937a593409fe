// SPDX-License-Identifier: Apache-2.0

using System.Globalization;

namespace Ocirt.Spec.Diagnostics;

/// <summary>What is the same for all findings of one id.</summary>
/// <param name="Severity">How grave they are.</param>
/// <param name="Message">The message, with places for the arguments.</param>
/// <param name="Hint">What to do, with places for the same arguments.</param>
public readonly record struct DiagnosticDescriptor(DiagnosticSeverity Severity, string Message, string Hint)
{
    private const string Place = "\u2026";

    /// <summary>The message with an ellipsis in each place.</summary>
    public string PlainMessage => string.Format(CultureInfo.InvariantCulture, Message, Place, Place, Place, Place);

    /// <summary>The hint with an ellipsis in each place.</summary>
    public string PlainHint => string.Format(CultureInfo.InvariantCulture, Hint, Place, Place, Place, Place);
}
