// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>User namespaces of callers with and without the rights of the host's root.</summary>
public sealed class UserTests
{
    private const string Mapped =
        "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}]";

    private const string Bind = "{\"type\":\"bind\",\"source\":\"/s\",\"destination\":\"/d\",\"options\":[\"bind\"]}";

    private static readonly HostFacts Unprivileged = TestBundle.V2 with { IsPrivileged = false, DeniesSetgroups = true };

    [Fact]
    public void A_runtime_without_rights_opens_nothing_for_init()
    {
        ContainerConfig config = TestBundle.Config(mounts: Bind, linux: Mapped);

        PlanText.Render(TestBundle.Build(config)).Should().Contain("await          sources").And.Contain("/s on /d [opened by the runtime]");
        LaunchPlan plan = TestBundle.Build(config, Unprivileged);
        PlanText.Render(plan).Should().NotContain("await          sources").And.Contain("bind           /s on /d ");
        plan.Requests.Should().BeEmpty();
        plan.Maps.Should().Be(new IdMaps("0 1000 1\n", "0 1000 1\n"));
    }

    [Fact]
    public void Groups_are_left_alone_where_setgroups_is_denied_and_none_is_asked_for()
    {
        TestBundle.Names(TestBundle.Build(TestBundle.Config(linux: Mapped), Unprivileged)).Should().NotContain("groups");
        TestBundle.Names(TestBundle.Build(TestBundle.Config(linux: Mapped, process: "\"user\":{\"uid\":0,\"gid\":0,\"additionalGids\":[7]}"), Unprivileged))
            .Should().Contain("groups", because: "what is asked for and cannot be given is an error of that step");
    }

    [Fact]
    public void The_annotation_keeps_the_callers_groups()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(linux: Mapped, top: "\"annotations\":{\"run.oci.keep_original_groups\":\"1\"}"));

        PlanText.Render(plan).Should().Contain("adopt-ids      0:0 keeping the groups");
        TestBundle.Names(plan).Should().NotContain("groups");
    }

    [Fact]
    public void The_ids_to_act_with_are_0_or_the_first_that_is_mapped()
    {
        ContainerConfig config = TestBundle.Config(linux: Mapped.Replace("\"containerID\":0", "\"containerID\":42"));

        PlanText.Render(TestBundle.Build(config)).Should().Contain("adopt-ids      42:42");
    }
}
