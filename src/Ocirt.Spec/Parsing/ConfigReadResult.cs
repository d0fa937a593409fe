// SPDX-License-Identifier: Apache-2.0

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Parsing;

/// <summary>What came of reading a config.json.</summary>
/// <param name="Config">
/// The configuration; null when the text is no JSON object. With errors in <paramref name="Diagnostics"/> it is whole
/// but for the values they name.
/// </param>
/// <param name="Diagnostics">The findings; the validator adds its own to them.</param>
public sealed record ConfigReadResult(ContainerConfig? Config, DiagnosticBag Diagnostics);
