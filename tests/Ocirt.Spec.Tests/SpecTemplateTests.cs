// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Text.Json.Nodes;

using FluentAssertions;

using Xunit;

namespace Ocirt.Spec.Tests;

public sealed class SpecTemplateTests
{
    [Fact]
    public void Template_has_the_content_that_engines_and_people_know_from_runc()
    {
        string peer = ConfigCheck.SharedFolder("reference", "contracts", "outputs", "runc-spec.json");
        JsonNode expected = JsonNode.Parse(File.ReadAllText(peer))!;
        expected["ociVersion"] = "1.3.0";
        expected["process"]!["args"] = new JsonArray("sh");
        expected["process"]!["terminal"] = true;

        JsonNode.Parse(SpecTemplate.Write())!.ToJsonString().Should().Be(
            expected.ToJsonString(), because: "only the version is our own; the recording ran another program, and without a terminal");
        SpecTemplate.Write()[^1].Should().Be((byte)'\n', because: "a text ends with a line break");
    }

    [Fact]
    public void The_template_for_version_2_of_cgroups_has_a_namespace_of_them_and_is_the_same_otherwise()
    {
        byte[] text = SpecTemplate.WriteUnified();
        ConfigCheck.Run(text).Should().BeEmpty();
        JsonNode config = JsonNode.Parse(text)!;
        JsonArray namespaces = config["linux"]!["namespaces"]!.AsArray();
        ((string)namespaces[^1]!["type"]!).Should().Be("cgroup");
        namespaces.RemoveAt(namespaces.Count - 1);
        config.ToJsonString().Should().Be(JsonNode.Parse(SpecTemplate.Write())!.ToJsonString());
    }

    [Fact]
    public void The_template_of_a_caller_without_privileges_maps_his_ids_and_takes_no_rights_over_the_host()
    {
        byte[] text = SpecTemplate.WriteRootless(1000, 1001);
        ConfigCheck.Run(text).Should().BeEmpty();
        JsonNode config = JsonNode.Parse(text)!;
        config["linux"]!["uidMappings"]!.ToJsonString().Should().Be("""[{"containerID":0,"hostID":1000,"size":1}]""");
        config["linux"]!["gidMappings"]!.ToJsonString().Should().Be("""[{"containerID":0,"hostID":1001,"size":1}]""");
        config["linux"]!["resources"].Should().BeNull();
        config["linux"]!["namespaces"]!.ToJsonString().Should().Contain("user").And.NotContain("network");
        config["mounts"]!.ToJsonString().Should().NotContain("gid=5").And.NotContain("sysfs").And.Contain("""["rbind","nosuid","noexec","nodev","ro"]""");
    }
}
