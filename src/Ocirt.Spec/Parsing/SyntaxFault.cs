// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;

namespace Ocirt.Spec.Parsing;

/// <summary>The first fault of a broken JSON text.</summary>
/// <param name="Id">Which finding it makes.</param>
/// <param name="Offset">Where it is.</param>
/// <param name="Expected">What should have stood there, or what was left open.</param>
/// <param name="Opened">Where that which was left open began, or -1.</param>
internal readonly record struct SyntaxFault(DiagnosticId Id, int Offset, string Expected, int Opened = -1);
