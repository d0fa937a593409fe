// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Plan;

namespace Ocirt.Planning;

/// <summary>What the runtime has to open when init stops at a step.</summary>
/// <param name="Step">The index of the Await, or of the bind mount that asks for a mapped tree.</param>
/// <param name="Slot">Its slot: Trees, Place, MappedTree or IdMap.</param>
/// <param name="Sources">What is opened, in the order of the registers; for MappedTree what init sends; none for IdMap.</param>
/// <param name="Maps">The mappings that are asked for, for IdMap.</param>
public sealed record LateRequest(int Step, LateSlot Slot, IReadOnlyList<BindSource> Sources, IdMaps? Maps);
