// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using System.Text;

using FluentAssertions;

using Ocirt.Spec.Updating;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class ResourceUpdateTests
{
    [Theory]
    [InlineData("""{"memory":{"limit":1,"swap":2}}""", """{"memory":{"limit":5}}""", """{"memory":{"limit":5,"swap":2}}""", "memory.limit")]
    [InlineData("""{"memory":{"limit":1,"swap":2}}""", """{"memory":{"limit":-1}}""", """{"memory":{"limit":-1}}""", "memory.limit")]
    [InlineData("""{"memory":{"limit":1,"swap":2}}""", """{"memory":{"limit":-1,"swap":4}}""", """{"memory":{"limit":-1,"swap":4}}""", "memory.limit memory.swap")]
    [InlineData("{}", """{"pids":{"limit":0},"cpu":{"idle":0,"burst":0}}""", """{"pids":{"limit":0},"cpu":{"idle":0,"burst":0}}""", "pids.limit cpu.idle cpu.burst")]
    [InlineData("""{"cpu":{"shares":10,"cpus":"0"}}""", """{"cpu":{"shares":0,"cpus":"","quota":null,"period":7},"memory":{"limit":0}}""",
        """{"cpu":{"shares":10,"cpus":"0","period":7},"memory":{}}""", "cpu.period")]
    [InlineData("""{"blockIO":{"throttleReadBpsDevice":[{"major":8,"minor":0,"rate":1},{"major":8,"minor":16,"rate":2}]}}""",
        """{"blockIO":{"throttleReadBpsDevice":[{"major":8,"minor":16,"rate":9}]}}""",
        """{"blockIO":{"throttleReadBpsDevice":[{"major":8,"minor":0,"rate":1},{"major":8,"minor":16,"rate":9}]}}""", "blockIO.throttleReadBpsDevice")]
    [InlineData("""{"hugepageLimits":[{"pageSize":"2MB","limit":1},{"pageSize":"1GB","limit":2}]}""", """{"hugepageLimits":[{"pageSize":"2MB","limit":3}]}""",
        """{"hugepageLimits":[{"pageSize":"1GB","limit":2},{"pageSize":"2MB","limit":3}]}""", "hugepageLimits")]
    [InlineData("""{"unified":{"a.b":"1"}}""", """{"unified":{"c.d":"2","a.b":"3"}}""", """{"unified":{"a.b":"3","c.d":"2"}}""", "unified")]
    [InlineData("""{"devices":[{"allow":true}]}""", """{"devices":[{"allow":false,"access":"rwm"}]}""", """{"devices":[{"allow":true}]}""", "devices")]
    public void A_change_is_put_into_the_resources_that_are_in_force(string old, string change, string expected, string fields)
    {
        using ResourceUpdate update = ResourceUpdate.Read(Encoding.UTF8.GetBytes(change), "update");

        update.Findings.Items.Should().BeEmpty();
        update.Fields.Should().Equal(fields.Split(' '));
        string config = $$$"""{"ociVersion":"1.3.0","linux":{"resources":{{{old}}},"namespaces":[]},"hostname":"x"}""";
        string result = Encoding.UTF8.GetString(update.ApplyTo(Encoding.UTF8.GetBytes(config), withDevices: false));
        result.Should().Be($$$"""{"ociVersion":"1.3.0","hostname":"x","linux":{"namespaces":[],"resources":{{{expected}}}}}""");
    }

    [Fact]
    public void Device_rules_are_replaced_when_that_is_asked_for()
    {
        using ResourceUpdate update = ResourceUpdate.Read("""{"devices":[{"allow":false}]}"""u8.ToArray(), "update");

        Encoding.UTF8.GetString(update.ApplyTo("""{"linux":{"resources":{"devices":[{"allow":true}]}}}"""u8.ToArray(), withDevices: true))
            .Should().Be("""{"linux":{"resources":{"devices":[{"allow":false}]}}}""");
    }

    [Fact]
    public void A_configuration_without_resources_gets_some()
    {
        using ResourceUpdate update = ResourceUpdate.Read("""{"pids":{"limit":5}}"""u8.ToArray(), "update");

        Encoding.UTF8.GetString(update.ApplyTo("""{"hostname":"x"}"""u8.ToArray(), withDevices: false))
            .Should().Be("""{"hostname":"x","linux":{"resources":{"pids":{"limit":5}}}}""");
    }

    [Theory]
    [InlineData("""{"memory":{"limit":"1G"}}""", "update:1:20: error OCI1101: memory.limit: must be an integer, got the string '1G'")]
    [InlineData("""{"memory":{"limit":1}""", "update:1:22: error OCI1006: the file ends inside an object that begins at 1:1")]
    public void What_is_wrong_with_the_text_is_named(string change, string expected)
    {
        using ResourceUpdate update = ResourceUpdate.Read(Encoding.UTF8.GetBytes(change), "update");

        update.Findings.HasErrors.Should().BeTrue();
        update.Findings.Items.Select(item => item.ToLine()).First().Should().Be(expected);
    }
}
