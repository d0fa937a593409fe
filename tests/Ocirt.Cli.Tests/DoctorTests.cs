// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Text;
using FluentAssertions;
using Ocirt.Cli.Commands;
using Ocirt.Runtime.Host;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>How <c>doctor</c> prints its checks.</summary>
public sealed class DoctorTests
{
    private static readonly List<HostCheck> Checks =
    [
        new("kernel", "openat2", HostStatus.Good, "paths are resolved inside the rootfs"),
        new("kernel", "memfd", HostStatus.Missing, "is forbidden", "permit it"),
        new("cgroups", "rdma", HostStatus.Limited, "cannot be limited", "mount \"it\""),
    ];

    [Fact]
    public void Text_has_the_advice_below_each_check()
    {
        DoctorCommand.ToText(Checks).Should().Be(
            """
            kernel
              good     openat2: paths are resolved inside the rootfs
              missing  memfd: is forbidden
                       to change it: permit it
            cgroups
              limited  rdma: cannot be limited
                       to change it: mount "it"
            1 good, 1 limited, 1 missing

            """);
    }

    [Fact]
    public void Json_is_an_array_of_the_checks()
    {
        Encoding.UTF8.GetString(DoctorCommand.ToJson(Checks[1..])).Should().Be(
            """
            [
              {
                "area": "kernel",
                "name": "memfd",
                "status": "missing",
                "effect": "is forbidden",
                "advice": "permit it"
              },
              {
                "area": "cgroups",
                "name": "rdma",
                "status": "limited",
                "effect": "cannot be limited",
                "advice": "mount \"it\""
              }
            ]

            """);
    }
}
