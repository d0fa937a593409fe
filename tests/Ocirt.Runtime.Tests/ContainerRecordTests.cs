// SPDX-License-Identifier: Apache-2.0

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using Ocirt.Cgroups;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class ContainerRecordTests
{
    private static readonly ContainerRecord s_record = new()
    {
        Id = "box",
        Bundle = "/bundles/größe \"1\"",
        Rootfs = "/rootfs",
        Created = "2026-01-02T03:04:05.6Z",
        Process = new ProcessIdentity(42, ulong.MaxValue, 7),
        Host = new HostIdentity("boot", 4026531836),
        OwnsPidNamespace = true,
        NoNewKeyring = true,
        CgroupLayout = CgroupLayout.Legacy,
        Cgroups = [new CgroupHierarchy("cpu,cpuacct", "/cg/cpu", "/box", 0), new CgroupHierarchy("name=systemd", "/cg/systemd", "/a/box", 0)],
        Annotations = [new("k", "v=w"), new("", "\u0001")],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        ContainerRecordJson.Read(ContainerRecordJson.Write(s_record), out _).Should().BeEquivalentTo(s_record);
    }

    [Fact]
    public void Tools_that_read_the_file_of_runc_find_its_fields()
    {
        JsonNode json = JsonNode.Parse(ContainerRecordJson.Write(s_record))!;

        ((string)json["id"]!).Should().Be("box");
        ((int)json["init_process_pid"]!).Should().Be(42);
        ((ulong)json["init_process_start"]!).Should().Be(ulong.MaxValue);
        ((string)json["created"]!).Should().Be("2026-01-02T03:04:05.6Z");
        ((string)json["config"]!["rootfs"]!).Should().Be("/rootfs");
        json["config"]!["labels"]!.AsArray().Should().Contain(label => (string)label! == "bundle=/bundles/größe \"1\"").And.Contain(label => (string)label! == "k=v=w");
        ((string)json["cgroup_paths"]!["cpu"]!).Should().Be("/cg/cpu/box");
        ((string)json["cgroup_paths"]!["cpuacct"]!).Should().Be("/cg/cpu/box");
        ((string)json["namespace_paths"]!["NEWNET"]!).Should().Be("/proc/42/ns/net");
    }

    [Fact]
    public void The_file_of_another_runtime_is_no_record() =>
        ContainerRecordJson.Read("""{"id":"x","init_process_pid":3,"config":{"rootfs":"/"}}"""u8, out _).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"ocirt\":{}}")]
    [InlineData("{\"ocirt\":{\"version\":1}}")]
    [InlineData("{\"ocirt\":{\"version\":1,\"pid\":1}}")]
    [InlineData("{\"ocirt\":{\"version\":1,\"bootId\":\"b\"}}")]
    public void A_broken_file_is_refused(string text) =>
        FluentActions.Invoking(() => ContainerRecordJson.Read(Encoding.UTF8.GetBytes(text), out _)).Should().Throw<JsonException>();

    [Fact]
    public void A_file_of_another_version_is_no_record_and_says_so()
    {
        ContainerRecordJson.Read("""{"ocirt":{"version":2,"pid":"not a number any more"}}"""u8, out int version).Should().BeNull();

        version.Should().Be(2);
    }

    [Fact]
    public void Names_of_users_are_looked_up_by_number()
    {
        byte[] passwd = "root:x:0:0::/root:/bin/sh\n7:x:70:0::/:\nshort:x\nweb:x:1000:1000::/srv:/bin/sh"u8.ToArray();
        UserNames.Find(passwd, 0).Should().Be("root");
        UserNames.Find(passwd, 1000).Should().Be("web");
        UserNames.Find(passwd, 7).Should().BeNull();
        UserNames.Find(passwd, 100).Should().BeNull();
    }
}
