// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>The network namespace of a container.</summary>
public sealed class NetworkTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string ShowLoopback = "ip -4 addr show lo | grep -o 'UP,LOWER_UP\\|inet [^ ]*'";

    [Fact]
    public void The_loopback_device_of_a_new_network_namespace_is_up()
    {
        host.Run(ShowLoopback).Line.Should().Be("UP,LOWER_UP\ninet 127.0.0.1/8");
        host.Run(ShowLoopback, config =>
        {
            // No id 0 inside, and so no rights after its ids are taken.
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            config["linux"]!["uidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 1000, ["hostID"] = 300_000, ["size"] = 10 });
            config["linux"]!["gidMappings"] = config["linux"]!["uidMappings"]!.DeepClone();
            config["mounts"]!.AsArray().RemoveAll(mount => (string)mount!["type"]! == "devpts");
            config["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1000 };
        }).Line.Should().Be("UP,LOWER_UP\ninet 127.0.0.1/8");
    }

    [Fact]
    public void The_loopback_device_of_a_joined_network_namespace_is_left_as_it_is()
    {
        using NamespaceHolder pod = new("--net");
        RunResult result = host.Run("ip link show lo; " + ShowLoopback, config =>
            config["linux"]!["namespaces"]!.AsArray().Single(entry => (string)entry!["type"]! == "network")!["path"] = pod.PathOf("net"));
        result.Output.Should().Contain("<LOOPBACK>").And.NotContain("UP");
    }
}
