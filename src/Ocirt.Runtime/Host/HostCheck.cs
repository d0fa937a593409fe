// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Runtime.Host;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to, as in 'kernel'.</param>
/// <param name="Name">What was looked at, as in 'openat2'.</param>
/// <param name="Status">How the host does.</param>
/// <param name="Effect">What there is, and which way is taken because of it.</param>
/// <param name="Advice">What to change; null when nothing needs to be.</param>
public sealed record HostCheck(string Area, string Name, HostStatus Status, string Effect, string? Advice = null);
