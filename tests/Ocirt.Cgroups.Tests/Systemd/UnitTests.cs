// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;

using Ocirt.Cgroups.Devices;
using Ocirt.Cgroups.Fs;
using Ocirt.Cgroups.Systemd;

using Xunit;

namespace Ocirt.Cgroups.Tests.Systemd;

public sealed class UnitTests
{
    [Theory]
    [InlineData(null, false, "system.slice ocirt-c1.scope /system.slice/ocirt-c1.scope")]
    [InlineData(null, true, "user.slice ocirt-c1.scope /user.slice/ocirt-c1.scope")]
    [InlineData("machine.slice:libpod:0123", false, "machine.slice libpod-0123.scope /machine.slice/libpod-0123.scope")]
    [InlineData("a-b-c.slice:docker:9", false, "a-b-c.slice docker-9.scope /a.slice/a-b.slice/a-b-c.slice/docker-9.scope")]
    [InlineData("::name", false, "system.slice name.scope /system.slice/name.scope")]
    [InlineData("-.slice:x:y.scope", false, "-.slice x-y.scope /x-y.scope")]
    public void A_path_names_slice_and_scope(string? path, bool isUser, string expected)
    {
        UnitName name = UnitName.Parse(path, "c1", isUser);

        $"{name.Slice} {name.Unit} {name.Path()}".Should().Be(expected);
    }

    [Theory]
    [InlineData("/docker/0123", "linux.cgroupsPath: must have the form 'slice:prefix:name' with the systemd cgroup driver, got '/docker/0123'")]
    [InlineData("a.slice:b", "linux.cgroupsPath: must have the form 'slice:prefix:name' with the systemd cgroup driver, got 'a.slice:b'")]
    [InlineData("a.slice:b:", "linux.cgroupsPath: must have the form 'slice:prefix:name' with the systemd cgroup driver, got 'a.slice:b:'")]
    [InlineData("a.slice:b:../c", "linux.cgroupsPath: must have the form 'slice:prefix:name' with the systemd cgroup driver, got 'a.slice:b:../c'")]
    [InlineData("a.slice:b:c.slice", "linux.cgroupsPath: 'c.slice' is a slice, which holds no processes: name a scope")]
    [InlineData("a--b.slice:b:c", "linux.cgroupsPath: 'a--b.slice' is no name of a slice: it must end with '.slice', and no part between '-' may be empty")]
    [InlineData("a:b:c", "linux.cgroupsPath: 'a' is no name of a slice: it must end with '.slice', and no part between '-' may be empty")]
    public void A_path_of_another_form_is_refused(string path, string message)
    {
        Action parse = () => UnitName.Parse(path, "c1", isUser: false);

        parse.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    [Theory]
    [InlineData("""{"memory": {"limit": 1000, "reservation": 500, "swap": 3000}}""", "MemorySwapMax=2000 MemoryMax=1000 MemoryLow=500")]
    [InlineData("""{"memory": {"limit": -1}, "pids": {"limit": 0}}""", "MemorySwapMax=18446744073709551615 MemoryMax=18446744073709551615 TasksMax=1")]
    [InlineData("""{"cpu": {"shares": 1024, "quota": 12345, "period": 100000}}""", "CPUWeight=100 CPUQuotaPeriodUSec=100000 CPUQuotaPerSecUSec=130000")]
    [InlineData("""{"cpu": {"idle": 1, "shares": 512}}""", "CPUWeight=0")]
    [InlineData("""{"cpu": {"idle": 0}}""", "CPUWeight=18446744073709551615")]
    [InlineData("""{"cpu": {"idle": 0, "shares": 512}}""", "CPUWeight=59")]
    [InlineData("""{"cpu": {"cpus": "0-2,9", "mems": "0"}}""", "AllowedCPUs=0702 AllowedMemoryNodes=01")]
    [InlineData("""{"blockIO": {"weight": 500, "weightDevice": [{"major": 8, "minor": 0, "weight": 10}]}}""", "IOWeight=4950 IODeviceWeight=/dev/block/8:0 1")]
    [InlineData("""{"blockIO": {"throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 5}, {"major": 8, "minor": 16, "rate": 6}]}}""",
        "IOReadBandwidthMax=/dev/block/8:0 5 /dev/block/8:16 6")]
    [InlineData("""{"blockIO": {"throttleWriteBpsDevice": [{"major": 8, "minor": 0, "rate": 1}], "throttleReadIOPSDevice": [{"major": 8, "minor": 0, "rate": 2}], "throttleWriteIOPSDevice": [{"major": 8, "minor": 0, "rate": 3}]}}""",
        "IOWriteBandwidthMax=/dev/block/8:0 1 IOReadIOPSMax=/dev/block/8:0 2 IOWriteIOPSMax=/dev/block/8:0 3")]
    [InlineData("""{"unified": {"memory.high": "7", "memory.min": "max", "memory.oom.group": "1"}}""", "MemoryHigh=7 MemoryMin=18446744073709551615")]
    public void Limits_of_cgroup_v2_become_properties(string resources, string expected)
    {
        string.Join(' ', UnitProperties.Compile(UnifiedLimits.Compile(Resources.Parse(resources)), version: 252)).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"memory": {"limit": 1000}, "cpu": {"shares": 512, "quota": 50000}, "pids": {"limit": 5}}""",
        "MemoryLimit=1000 CPUShares=512 TasksMax=5 CPUQuotaPerSecUSec=500000")]
    [InlineData("""{"blockIO": {"weight": 500, "throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 5}]}}""",
        "BlockIOWeight=500 BlockIOReadBandwidth=/dev/block/8:0 5")]
    public void Limits_of_cgroup_v1_become_properties(string resources, string expected)
    {
        string.Join(' ', UnitProperties.Compile(LegacyLimits.Compile(Resources.Parse(resources)), version: 252)).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"allow": false}, {"allow": true, "type": "c", "major": 10, "minor": 200, "access": "rw"}, {"allow": true, "type": "b", "major": 8}""",
        "DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/char/10:200 rw block-8 rwm char-* m block-* m /dev/char/1:3 rwm /dev/char/1:5 rwm /dev/char/1:7 rwm /dev/char/1:8 rwm /dev/char/1:9 rwm /dev/char/5:0 rwm /dev/char/5:2 rwm char-136 rwm")]
    [InlineData("""{"allow": true}""", "DeviceAllow= DevicePolicy=auto")]
    [InlineData("""{"allow": true, "type": "c", "minor": 3}""", "DeviceAllow= DevicePolicy=auto")]
    public void Device_rules_become_properties(string rules, string expected)
    {
        string.Join(' ', UnitProperties.CompileDevices(DeviceEntries.Compile(Resources.Parse($$"""{"devices": [{{rules}}]}""").Devices))).Should().Be(expected);
    }

    [Theory]
    [InlineData("KillSignal", "15", "i", "KillSignal=15")]
    [InlineData("TimeoutStopUSec", "uint64 10000000", "t", "TimeoutStopUSec=10000000")]
    [InlineData("TimeoutStopSec", "1.5", "t", "TimeoutStopUSec=1500000")]
    [InlineData("SendSIGHUP", "true", "b", "SendSIGHUP=True")]
    [InlineData("CollectMode", "'inactive-or-failed'", "s", "CollectMode=inactive-or-failed")]
    [InlineData("Description", "\"a \\\"b\\\" c\"", "s", "Description=a \"b\" c")]
    [InlineData("After", "['a.service', 'b.service']", "as", "After=a.service b.service")]
    [InlineData("CPUWeight", "int64 -5", "x", "CPUWeight=-5")]
    [InlineData("LimitNOFILE", "uint32 0x10", "u", "LimitNOFILE=16")]
    public void Annotations_become_properties(string name, string value, string signature, string expected)
    {
        UnitProperty property = PropertyText.Parse("org.systemd.property." + name, value);

        property.Signature.Should().Be(signature);
        property.ToString().Should().Be(expected);
    }

    [Fact]
    public void A_plain_number_has_the_type_of_its_signature()
    {
        PropertyText.Parse("org.systemd.property.KillSignal", "15").Value.Should().Be(15L);
        PropertyText.Parse("org.systemd.property.KillSignal", "1.5").Should().Be(new UnitProperty("KillSignal", "d", 1.5));
    }

    [Theory]
    [InlineData("K1", "1", "annotations['org.systemd.property.K1']: 'K1' is no name of a systemd property")]
    [InlineData("KillSignal", "SIGTERM",
        "annotations['org.systemd.property.KillSignal']: 'SIGTERM' is no value that is understood: write it as in 'true', '15', \"'text'\", 'uint64 5' or \"['a', 'b']\"")]
    [InlineData("KillSignal", "byte 256",
        "annotations['org.systemd.property.KillSignal']: 'byte 256' is no value that is understood: write it as in 'true', '15', \"'text'\", 'uint64 5' or \"['a', 'b']\"")]
    [InlineData("TimeoutStopSec", "'x'", "annotations['org.systemd.property.TimeoutStopSec']: ''x'' is no number of seconds")]
    public void A_malformed_annotation_is_refused(string name, string value, string message)
    {
        Action parse = () => PropertyText.Parse("org.systemd.property." + name, value);

        parse.Should().Throw<CgroupException>().Which.Message.Should().Be(message);
    }

    [Fact]
    public void Without_a_systemd_the_sockets_are_named()
    {
        Action connect = () => SystemdConnection.Connect(isUser: true, "/nonexistent");

        connect.Should().Throw<CgroupException>().Which.Message.Should().StartWith("systemd does not answer: '/nonexistent/systemd/private': ")
            .And.EndWith(": is it running? '--cgroup-manager=cgroupfs' does without");
    }
}
