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

        JsonNode.Parse(SpecTemplate.Write())!.ToJsonString().Should().Be(
            expected.ToJsonString(), because: "only the version and the program are our own");
        SpecTemplate.Write()[^1].Should().Be((byte)'\n', because: "a text ends with a line break");
    }
}
