// SPDX-License-Identifier: Apache-2.0
namespace Ocirt.Benchmarks;

/// <summary>One line of the table: what was measured, in which unit, or why it was not.</summary>
internal sealed record Row(string Title, string Unit, Series[] Series, string? Missing = null);
