// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using System.Text.Json.Nodes;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>
/// Containers of a user without privileges. The user exists only in a mount namespace of the test, where files of its
/// own cover the host's lists of users.
/// </summary>
public sealed class RootlessTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private const uint User = 54_321;

    [Fact]
    public void The_configuration_of_spec_rootless_runs_as_it_is()
    {
        RunResult result = RunAsUser("id -u; id -g; cat /proc/self/uid_map; cat /proc/self/setgroups; ls /sys/class >/dev/null && echo sys; touch /tmp/x && echo wrote");
        result.Error.Should().BeEmpty();
        string[] words = result.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        words.Should().Equal("0", "0", "0", $"{User}", "1", "deny", "sys", "wrote");
    }

    [Fact]
    public void Ranges_come_from_the_helper_programs_and_other_ids_can_be_taken()
    {
        if (!File.Exists("/usr/bin/newuidmap"))
        {
            Assert.Skip("this host has no newuidmap (package uidmap)");
        }

        RunResult result = RunAsUser("id; cat /proc/self/gid_map", config =>
        {
            Map(config, (0, User, 1), (1, 700_000, 65_536));
            config["process"]!["user"] = new JsonObject { ["uid"] = 1000, ["gid"] = 1001, ["additionalGids"] = new JsonArray(7) };
        });
        result.Error.Should().BeEmpty();
        result.Output.Should().StartWith("uid=1000(web) gid=1001 groups=7\n");
        result.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[^6..].Should().Equal("0", $"{User}", "1", "1", "700000", "65536");
    }

    [Fact]
    public void A_range_that_is_not_granted_is_refused_with_the_file_to_change()
    {
        if (!File.Exists("/usr/bin/newuidmap"))
        {
            Assert.Skip("this host has no newuidmap (package uidmap)");
        }

        RunAsUser("true", config => Map(config, (0, 0, 1000))).LastError.Should().Contain("linux.uidMappings: cannot map the ids of the user namespace: newuidmap ")
            .And.Contain("uid range [0-1000) -> [0-1000) not allowed")
            .And.EndWith($"'/etc/subuid' must grant the ranges to user {User} (usermod(8), --add-subuids), or map only the own id");
    }

    [Fact]
    public void The_callers_groups_stay_where_the_annotation_asks()
    {
        RunAsUser("grep ^Groups /proc/self/status", config => config["annotations"] = new JsonObject { ["run.oci.keep_original_groups"] = "1" }, groups: "54321,54400")
            .Output.Should().Contain("65534", because: "the group is kept, and has no name inside");
        RunAsUser("grep ^Groups /proc/self/status | wc -w", groups: "54321").Line.Should().Be("2", because: "the only group is his own");
    }

    [Fact]
    public void Additional_groups_need_a_map_of_groups()
    {
        RunAsUser("true", config => config["process"]!["user"]!["additionalGids"] = new JsonArray(7)).LastError.Should().EndWith(
            "process.user.additionalGids: cannot set the supplementary groups: setgroups: EPERM: the user namespace denies setgroups");
    }

    [Fact]
    public void A_volume_keeps_the_restrictions_of_its_mount()
    {
        RunResult result = RunAsUser("grep -o ' /v [a-z0-9]* [a-z,]*' /proc/mounts", config => config["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/v",
            ["type"] = "bind",
            ["source"] = "/mnt",
            ["options"] = new JsonArray("rbind", "ro"),
        }));
        result.Line.Should().Contain("ro,nosuid,nodev,noexec", because: result.Error);
        RunAsUser("true", config => config["mounts"]!.AsArray().Add(new JsonObject
        {
            ["destination"] = "/v",
            ["type"] = "bind",
            ["source"] = "/mnt",
            ["options"] = new JsonArray("rbind", "exec"),
        })).LastError.Should().EndWith("cannot bind '/mnt' to '/v': mount_setattr: EPERM: attributes: an option would lift a restriction of the source that its user may not lift");
    }

    [Fact]
    public void A_namespace_that_wants_privileges_is_refused_with_the_reason()
    {
        RunAsUser("true", config => config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "user"), drop: "Mappings").LastError
            .Should().EndWith("cannot make the container's first process: clone3: EPERM: new namespaces need CAP_SYS_ADMIN, or a user namespace of the container's own");
    }

    [Fact]
    public void A_cgroup_that_is_asked_for_and_not_delegated_is_refused_with_what_to_change()
    {
        RunAsUser("true", config => config["linux"]!["cgroupsPath"] = "/asked").LastError.Should().Contain("making the cgroup '").And.Contain($"is not delegated to user {User}").And.Contain("Delegate=yes");
    }

    [Fact]
    public void A_delegated_cgroup_stays_with_a_caller_who_cannot_give_it_to_the_user_inside()
    {
        Assert.SkipUnless(ContainerFixture.IsUnified, "this host has no cgroup v2 on /sys/fs/cgroup");
        string cgroup = "/sys/fs/cgroup/" + host.NewId();
        RunResult result = RunAsUser(
            "id -u; stat -c %u /sys/fs/cgroup /sys/fs/cgroup/cgroup.procs; grep ^0: /proc/self/cgroup",
            config =>
            {
                Map(config, (0, User, 1), (1, 700_000, 100));
                config["process"]!["user"]!["uid"] = 5;
                config["linux"]!["namespaces"]!.AsArray().RemoveAll(entry => (string)entry!["type"]! == "cgroup");
                config["linux"]!["namespaces"]!.AsArray().Add(new JsonObject { ["type"] = "cgroup" });
                config["mounts"]!.AsArray().RemoveAll(mount => (string)mount!["destination"]! == "/sys/fs/cgroup");
                config["mounts"]!.AsArray().Add(JsonNode.Parse("""{"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["rw"]}"""));
            },
            prepare: $"mkdir -p {cgroup}/own && chown -R {User} {cgroup} && echo $$ > {cgroup}/own/cgroup.procs");
        ContainerFixture.Shell($"rmdir {cgroup}/own {cgroup}").Code.Should().Be(0, because: "no cgroup of a container is left in it");

        result.Should().Be(new RunResult(0, "5\n0\n0\n0::/\n", ""));
    }

    [Fact]
    public void The_whole_life_of_a_container_needs_no_privileges()
    {
        RunResult result = RunAsUser(
            "sleep 1000",
            verbs: "create --bundle . life </dev/null >/dev/null 2>&1 && ./ocirt start life && ./ocirt exec life id -u && ./ocirt list -q && ./ocirt kill life KILL && ./ocirt delete --force life && ./ocirt list -q | wc -l");
        result.Error.Should().BeEmpty();
        result.Line.Should().Be("0\nlife\n0");
    }

    /// <summary>Runs what 'spec --rootless' writes, with changes, as a user that has a rootfs and ranges of ids.</summary>
    private RunResult RunAsUser(string command, Action<JsonObject>? edit = null, string groups = "", string drop = "", string verbs = "run --bundle . rootless", string prepare = "true")
    {
        string bundle = host.Bundle(command);
        string home = Path.Combine(bundle, "home");
        string binary = Path.Combine(home, "ocirt");
        Directory.CreateDirectory(home);
        ContainerFixture.Shell($"""
            chmod 755 '{host.Work}' && cp -a '{host.Rootfs}' '{home}/rootfs' && cp "${"{"}OCIRT_BINARY:-{ContainerFixture.Root}/out/ocirt{"}"}" '{binary}' && chmod 755 '{binary}' &&
            mkdir '{home}/run' && chown -hR {User}:{User} '{home}' && chmod 700 '{home}/run' && rm '{bundle}/config.json' &&
            setpriv --reuid {User} --regid {User} --clear-groups '{binary}' spec --rootless --bundle '{home}'
            """).Code.Should().Be(0);
        JsonObject config = JsonNode.Parse(File.ReadAllText(home + "/config.json"))!.AsObject();
        config["process"]!["args"] = new JsonArray("sh", "-c", command);
        config["process"]!["terminal"] = false;
        config["root"]!["readonly"] = false;
        edit?.Invoke(config);
        if (drop.Length != 0)
        {
            config["linux"]!.AsObject().Remove("uid" + drop);
            config["linux"]!.AsObject().Remove("gid" + drop);
        }

        File.WriteAllText(home + "/config.json", config.ToJsonString());
        File.WriteAllText(bundle + "/passwd", File.ReadAllText("/etc/passwd") + $"guest:x:{User}:{User}::/:/bin/sh\n");
        File.WriteAllText(bundle + "/subid", $"{User}:700000:65536\n");
        string identity = groups.Length == 0 ? "--clear-groups" : "--groups " + groups;
        return ContainerFixture.Shell($"""
            unshare -m --propagation private bash -c '
            mount --bind {bundle}/passwd /etc/passwd && mount --bind {bundle}/subid /etc/subuid && mount --bind {bundle}/subid /etc/subgid &&
            mount -t tmpfs -o mode=755,nosuid,nodev,noexec locked /mnt && cd {home} && {prepare} &&
            exec setpriv --reuid {User} --regid {User} {identity} env XDG_RUNTIME_DIR={home}/run sh -c "./ocirt {verbs}"'
            """);
    }

    private static void Map(JsonObject config, params (uint Inside, uint Outside, uint Count)[] ranges)
    {
        JsonArray list = [];
        foreach ((uint inside, uint outside, uint count) in ranges)
        {
            list.Add(new JsonObject { ["containerID"] = inside, ["hostID"] = outside, ["size"] = count });
        }

        config["linux"]!["uidMappings"] = list;
        config["linux"]!["gidMappings"] = list.DeepClone();
    }
}
