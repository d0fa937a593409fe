// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using FluentAssertions;

using Ocirt.Cgroups.Devices;

using Xunit;

namespace Ocirt.Cgroups.Tests.Devices;

public sealed class DeviceProgramTests
{
    private static readonly long[] s_numbers = [0, 1, 3, 5, 8, 10, 136, 200];

    public static TheoryData<string> RuleLists => new(
        """[]""",
        """[{"allow": false, "access": "rwm"}]""",
        """[{"allow": true, "access": "rwm"}]""",
        """[{"allow": true, "type": "a"}, {"allow": false, "type": "b", "major": 8, "minor": 0, "access": "w"}]""",
        """[{"allow": false}, {"allow": true, "type": "c", "major": 10, "minor": 200, "access": "rw"}]""",
        """[{"allow": true, "type": "b", "major": 8, "access": "r"}, {"allow": true, "type": "b", "minor": 5, "access": "w"}]""",
        """[{"allow": true, "type": "c", "major": 10}, {"allow": false, "type": "c", "major": 10, "minor": 8, "access": "m"}]""",
        """[{"allow": true, "major": 8, "access": "r"}, {"allow": false, "minor": 1}, {"allow": true, "type": "c", "major": 8, "minor": 1}]""",
        """[{"allow": false, "type": "c", "major": 1, "minor": 3}]""");

    [Theory]
    [MemberData(nameof(RuleLists))]
    public void The_program_decides_as_the_rules_do(string rules)
    {
        List<DeviceEntry> entries = Compile(rules);
        ulong[] program = DeviceProgram.Compile(entries);

        foreach (DeviceKind kind in new[] { DeviceKind.Block, DeviceKind.Character })
        {
            foreach (long major in s_numbers)
            {
                foreach (long minor in s_numbers)
                {
                    for (uint access = 1; access <= 7; access++)
                    {
                        bool allowed = BpfInterpreter.Run(program, (uint)kind, access, (uint)major, (uint)minor) == 1;
                        allowed.Should().Be(
                            Evaluate(entries, kind, major, minor, (DeviceAccess)access), $"{kind} {major}:{minor} {(DeviceAccess)access}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("""[]""", "deny a, allow c *:* m, allow b *:* m, allow c 1:3 rwm, allow c 1:5 rwm, allow c 1:7 rwm, allow c 1:8 rwm, allow c 1:9 rwm, allow c 5:0 rwm, allow c 5:2 rwm, allow c 136:* rwm")]
    [InlineData("""[{"allow": true, "type": "c", "major": 9}, {"allow": true, "type": "a"}]""", "allow a")]
    public void Rules_are_written_as_cgroup_v1_takes_them(string rules, string expected)
    {
        string.Join(", ", Compile(rules).Select(e => (e.Allow ? "allow " : "deny ") + DeviceEntries.Legacy(e, e.Kind))).Should().Be(expected);
    }

    [Fact]
    public void Default_devices_that_the_config_lists_are_not_listed_twice()
    {
        Compile("""[{"allow": false}, {"allow": true, "type": "c", "major": 1, "minor": 3, "access": "rwm"}]""").Should().HaveCount(11);
    }

    [Theory]
    [InlineData("""[{"allow": true, "type": "x"}]""", "linux.resources.devices[0].type: must be 'a', 'b' or 'c', got 'x'")]
    [InlineData("""[{"allow": true}, {"allow": true, "access": "xa"}]""",
        "linux.resources.devices[1].access: must have one of the letters 'r', 'w' and 'm', got 'xa'")]
    [InlineData("""[{"allow": true, "type": "c", "major": -2}]""", "linux.resources.devices[0].major: is no device number, got '-2'")]
    [InlineData("""[{"type": "c"}]""", "linux.resources.devices[0].allow: is missing")]
    public void A_bad_rule_is_named(string rules, string message)
    {
        Action compile = () => Compile(rules);

        compile.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    [Fact]
    public void The_kernel_takes_the_program()
    {
        if (Environment.UserName != "root")
        {
            Assert.Skip("loading eBPF programs needs root");
        }

        foreach (string rules in RuleLists.Select(row => row.Data))
        {
            using Ocirt.Linux.FileDescriptor program = Ocirt.Linux.DeviceFilter.Load(DeviceProgram.Compile(Compile(rules)));
            File.Exists($"/proc/self/fd/{program.Value}").Should().BeTrue();
        }
    }

    private static List<DeviceEntry> Compile(string rules) =>
        DeviceEntries.Compile(Resources.Parse("{\"devices\": " + rules + "}").Devices);

    /// <summary>For each access that is asked for, the last rule that has a say on it decides.</summary>
    private static bool Evaluate(List<DeviceEntry> entries, DeviceKind kind, long major, long minor, DeviceAccess access)
    {
        foreach (DeviceAccess bit in new[] { DeviceAccess.Mknod, DeviceAccess.Read, DeviceAccess.Write })
        {
            if ((access & bit) != 0 && !entries.Last(e => e.Matches(kind, major, minor) && (e.Access & bit) != 0).Allow)
            {
                return false;
            }
        }

        return true;
    }
}
