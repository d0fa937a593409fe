// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Model;

/// <summary>One entry of a map of strings, as in annotations or sysctl.</summary>
/// <param name="Name">The key.</param>
/// <param name="Value">The value.</param>
/// <param name="Offset">The byte position of the value in the file.</param>
public readonly record struct NamedValue(string Name, string Value, int Offset);
