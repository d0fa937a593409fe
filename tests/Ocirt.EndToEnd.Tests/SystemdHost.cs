// SPDX-License-Identifier: Apache-2.0

using System.IO;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The systemd that runs this host, for tests of the systemd driver; the VM's variant with systemd is such a host.</summary>
internal static class SystemdHost
{
    /// <summary>Whether the first process is systemd, see sd_booted(3), and its cgroups are of version 2.</summary>
    public static bool IsThere => Directory.Exists("/run/systemd/system") && ContainerFixture.IsUnified && File.ReadAllText("/proc/1/comm") == "systemd\n";

    /// <summary>Skips a test elsewhere.</summary>
    public static void Need() => Assert.SkipUnless(IsThere, "this host has no systemd with cgroup v2 as its first process");

    /// <summary>What systemd says of properties of a unit, each as <c>NAME=VALUE</c> on a line, sorted.</summary>
    public static string Show(string unit, string properties) =>
        ContainerFixture.Shell($"systemctl show --property={properties} '{unit}' | LC_ALL=C sort").Line;

    /// <summary>The units whose names match a pattern, failed ones too.</summary>
    public static string Units(string pattern) => ContainerFixture.Shell($"systemctl list-units --all --plain --no-legend '{pattern}'").Line;
}
