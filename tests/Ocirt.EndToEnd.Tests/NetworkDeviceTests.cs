// SPDX-License-Identifier: Apache-2.0

using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Network devices that move into a container (config-linux.md, Network Devices), out of a network namespace that stands for the host's.</summary>
public sealed class NetworkDeviceTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const string MakeDevice =
        "ip() { busybox ip \"$@\"; }; ip link add d0 type veth; ip link set d0 mtu 1400; ip addr add 10.9.8.7/24 dev d0; ip -6 addr add fd00::7/64 dev d0; ip link set d0 up; ";

    private const string Show = "| grep -o 'mtu [0-9]*\\|,UP\\|inet6* [^ ]* scope global' | sort | tr '\\n' ';'";

    private const string AsBefore = ",UP;inet 10.9.8.7/24 scope global;inet6 fd00::7/64 scope global;mtu 1400;";

    [Fact]
    public void A_device_moves_under_its_new_name_with_its_addresses_and_is_up()
    {
        string bundle = host.Bundle($"ip addr show eth0 {Show}", config => Move(config, "eth0"));

        InHost(bundle, "\"$@\"; ip link show d0 > /dev/null 2>&1 || echo gone").Line.Should().Be(AsBefore + "gone");
    }

    [Fact]
    public void A_device_without_another_name_keeps_its_own_and_a_template_takes_the_lowest_free_number()
    {
        InHost(host.Bundle("ls /sys/class/net", config => Move(config, null)), "\"$@\"").Line.Should().Be("d0\nlo");
        InHost(host.Bundle("ls /sys/class/net", config => Move(config, "net%d")), "\"$@\"").Line.Should().Be("lo\nnet0");
    }

    [Fact]
    public void A_user_namespace_owns_what_moves_into_it()
    {
        string bundle = host.Bundle("ip link set eth0 mtu 1300 && ip addr show eth0 | grep -o 'mtu 1300'", config =>
        {
            Move(config, "eth0");
            config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "user" });
            config["linux"]!["uidMappings"] = new JsonArray(new JsonObject { ["containerID"] = 0, ["hostID"] = 300_000, ["size"] = 1000 });
            config["linux"]!["gidMappings"] = config["linux"]!["uidMappings"]!.DeepClone();
            foreach (string set in (string[])["bounding", "effective", "permitted"])
            {
                config["process"]!["capabilities"]![set]!.AsArray().Add("CAP_NET_ADMIN");
            }
        });

        InHost(bundle, "\"$@\"").Line.Should().Be("mtu 1300");
    }

    [Fact]
    public void What_cannot_move_is_named_and_the_host_stays_as_it_was()
    {
        string check = $"\"$@\" 2>&1; ip addr show d0 {Show}";

        InHost(host.Bundle("true", config => Move(config, null, device: "d7")), check).Line.Should().MatchRegex(
            @"^ocirt: config\.json:1:\d+: linux\.netDevices\.d7: there is no such network device in the runtime's network namespace \('ip link' lists those that are\)\n" + AsBefore + "$");
        InHost(host.Bundle("true", config => Move(config, "lo")), check).Line.Should().MatchRegex(
            @"^ocirt: config\.json:1:\d+: linux\.netDevices\.d0: the container's network namespace has a network device 'lo' already: give another with 'name', or a template as in 'eth%d'\n" + AsBefore + "$");
    }

    [Fact]
    public void A_device_comes_back_when_the_container_cannot_be_created()
    {
        string bundle = host.Bundle("true", config =>
        {
            Move(config, "eth0");
            config["process"]!["args"] = new JsonArray("/no/such");
        });

        InHost(bundle, $"\"$@\" > /dev/null 2>&1; ip addr show d0 {Show}").Line.Should().Be(AsBefore);
    }

    [Fact]
    public void A_device_in_a_joined_namespace_comes_back_when_the_runtime_was_killed_on_the_way()
    {
        using NamespaceHolder pod = new("--net");
        string id = host.NewId(), marker = Path.Combine(host.Work, id + ".marker"), script = Path.Combine(host.Work, id + ".sh");
        File.WriteAllText(script, $"touch '{marker}'; while test -e '{marker}'; do sleep 0.05; done");
        string bundle = host.Bundle("true", config =>
        {
            Move(config, "eth0");
            config["linux"]!["namespaces"]!.AsArray().Single(entry => (string)entry!["type"]! == "network")!["path"] = pod.PathOf("net");
            config["hooks"] = new JsonObject
            {
                ["createRuntime"] = new JsonArray(new JsonObject { ["path"] = "/bin/sh", ["args"] = new JsonArray("sh", script) }),
            };
        });

        ContainerFixture.Shell(
            $"unshare --net sh -c '{MakeDevice.Replace("'", "'\\''", System.StringComparison.Ordinal)}"
            + $"{host.Binary} --root {host.StateRoot} create --bundle {bundle} {id} < /dev/null > /dev/null 2>&1 & "
            + $"until test -e {marker}; do sleep 0.05; done; ip link show d0 > /dev/null 2>&1 || echo moved; kill -9 $!; wait; rm {marker}; "
            + $"{host.Binary} --root {host.StateRoot} delete --force {id}; ip addr show d0 {Show.Replace("'", "'\\''", System.StringComparison.Ordinal)}'")
            .Should().Be(new RunResult(0, "moved\n" + AsBefore, string.Empty));
    }

    private static void Move(JsonObject config, string? name, string device = "d0") =>
        config["linux"]!["netDevices"] = new JsonObject { [device] = name is null ? [] : new JsonObject { ["name"] = name } };

    /// <summary>Runs a bundle where d0 is, as the arguments of a script.</summary>
    private RunResult InHost(string bundle, string script) =>
        host.RunBundle(bundle, prefix: $"unshare --net sh -c '{(MakeDevice + script).Replace("'", "'\\''", System.StringComparison.Ordinal)}' sh");
}
