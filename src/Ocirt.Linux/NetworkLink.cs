// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Linux;

/// <summary>A network device.</summary>
/// <param name="Index">Its number in its network namespace.</param>
/// <param name="Name">Its name there.</param>
/// <param name="HardwareAddress">Its hardware address in hexadecimal; empty when it has none.</param>
/// <param name="IsUp">Whether it is up.</param>
public sealed record NetworkLink(int Index, string Name, string HardwareAddress, bool IsUp);
