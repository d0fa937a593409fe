// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using Ocirt.Abi.Plan;

namespace Ocirt.Planning;

/// <summary>What the runtime has to open when init stops at a step.</summary>
/// <param name="Step">The index of the Await.</param>
/// <param name="Slot">Its slot: Trees, Place or IdMap.</param>
/// <param name="Sources">What is opened, in the order of the registers; none for IdMap.</param>
/// <param name="Maps">The mappings that are asked for, for IdMap.</param>
public sealed record LateRequest(int Step, LateSlot Slot, IReadOnlyList<BindSource> Sources, IdMaps? Maps);
