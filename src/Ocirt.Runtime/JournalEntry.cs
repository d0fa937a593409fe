// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime;

/// <summary>One line of a container's journal.</summary>
/// <param name="Kind">What it is about; one of <see cref="JournalKind"/>.</param>
/// <param name="Fields">What the kind says, any text.</param>
public sealed record JournalEntry(string Kind, params string[] Fields);
