// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using FluentAssertions;

using Ocirt.Cgroups.Devices;

using Xunit;

namespace Ocirt.Cgroups.Tests.Devices;

public sealed class LegacyDeviceRulesTests
{
    private const string Defaults =
        " +c *:* m +b *:* m +c 1:3 rwm +c 1:5 rwm +c 1:7 rwm +c 1:8 rwm +c 1:9 rwm +c 5:0 rwm +c 5:2 rwm +c 136:* rwm";

    [Theory]
    [InlineData("""{"allow": false, "access": "rwm"}""", "-a" + Defaults)]
    [InlineData("""{"allow": false}, {"allow": true, "type": "c", "major": 10, "access": "rwm"}""", "-a +c 10:* rwm" + Defaults)]
    [InlineData("""{"allow": false}, {"allow": true, "major": 10, "minor": 229, "access": "rw"}""", "-a +b 10:229 rw +c 10:229 rw" + Defaults)]
    [InlineData("""{"allow": true, "access": "rwm"}""", "+a")]
    [InlineData("""{"allow": true}, {"allow": false, "type": "b", "major": 8, "minor": 0, "access": "w"}""", "+a -b 8:0 w")]
    [InlineData("""{"allow": true, "type": "c", "major": 10, "minor": 1}, {"allow": false, "type": "c", "major": 10, "minor": 1, "access": "w"}""",
        "-a +c 10:1 rwm -c 10:1 w" + Defaults)]
    [InlineData("""{"allow": true, "type": "c", "major": 10, "minor": 1}, {"allow": false, "type": "c", "major": 11, "minor": 1}""", "-a +c 10:1 rwm" + Defaults)]
    public void Rules_become_exceptions_from_everything_or_nothing(string rules, string expected)
    {
        Compile(rules).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"allow": true, "type": "c"}, {"allow": false, "type": "c", "major": 10, "minor": 200}""",
        "linux.resources.devices: cgroup v1 cannot deny 'c 10:200 rwm' after 'c *:* rwm' was allowed: give rules for the same devices")]
    [InlineData("""{"allow": true}, {"allow": false, "type": "b"}, {"allow": true, "type": "b", "major": 8, "minor": 0, "access": "r"}""",
        "linux.resources.devices: cgroup v1 cannot allow 'b 8:0 r' after 'b *:* rwm' was denied: give rules for the same devices")]
    public void What_the_kernel_would_silently_not_do_is_refused(string rules, string message)
    {
        Action compile = () => Compile(rules);

        compile.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    private static string Compile(string rules) => string.Join(' ', LegacyDeviceRules
        .Compile(DeviceEntries.Compile(Resources.Parse($$"""{"devices": [{{rules}}]}""").Devices))
        .Select(write => (write.Allow ? "+" : "-") + write.Rule));
}
