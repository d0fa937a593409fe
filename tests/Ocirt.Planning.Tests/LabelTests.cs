// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using FluentAssertions;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class LabelTests
{
    private const string Label = "system_u:system_r:container_t:s0:c1,c2";
    private const string MountLabel = "system_u:object_r:container_file_t:s0:c1,c2";

    private static readonly HostFacts AppArmor = TestBundle.V2 with { SecurityModule = SecurityModule.AppArmor };
    private static readonly HostFacts Selinux = TestBundle.V2 with { SecurityModule = SecurityModule.Selinux };

    [Theory]
    [InlineData("box", "label          self/attr/apparmor/exec = 'exec box'")]
    [InlineData("one//&two", "label          self/attr/apparmor/exec = 'exec one//&two'")]
    [InlineData("&one", "label          self/attr/apparmor/exec = 'stack one'")]
    [InlineData("unconfined", "label          self/attr/apparmor/exec = 'exec unconfined'")]
    public void An_AppArmor_profile_is_set_for_exec(string profile, string step)
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(process: $"\"apparmorProfile\":\"{profile}\""), AppArmor);

        TestBundle.Lines(plan, "process.apparmorProfile").Should().Equal("open-proc", step);
    }

    [Fact]
    public void A_SELinux_label_is_set_for_exec_and_for_the_keys()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(process: $"\"selinuxLabel\":\"{Label}\""), Selinux);

        TestBundle.Lines(plan, "process.selinuxLabel").Should().Equal(
            "open-proc", $"label          self/attr/keycreate = {Label}", $"label          self/attr/exec = {Label}");
        string[] names = TestBundle.Names(plan);
        Array.IndexOf(names, "label").Should().BeLessThan(Array.IndexOf(names, "keyring"));
    }

    [Fact]
    public void New_file_systems_get_the_label_of_the_mounts_where_they_can()
    {
        LaunchPlan plan = TestBundle.Build(
            TestBundle.Config(
                mounts: "{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"},{\"destination\":\"/dev\",\"type\":\"tmpfs\",\"source\":\"tmpfs\",\"options\":[\"mode=755\"]},"
                    + "{\"destination\":\"/own\",\"type\":\"tmpfs\",\"source\":\"tmpfs\",\"options\":[\"context=\\\"u:r:t:s0\\\"\"]},{\"destination\":\"/b\",\"type\":\"bind\",\"source\":\"/b\"}",
                linux: $"\"mountLabel\":\"{MountLabel}\""),
            Selinux);

        string[] mounts = [.. PlanText.Render(plan).Split('\n').Where(line => line.Contains("  mount  ", StringComparison.Ordinal) || line.Contains("  bind  ", StringComparison.Ordinal))];
        mounts[0].Should().NotContain("context");
        mounts[1].Should().Contain($"mode=755,context=\"{MountLabel}\"").And.NotContain("classic", because: "the commas are part of the label");
        mounts[2].Should().Contain("context=\"u:r:t:s0\"").And.NotContain(MountLabel);
        mounts[3].Should().NotContain("context");
    }

    [Theory]
    [InlineData("\"apparmorProfile\":\"box\"", "", "process.apparmorProfile: the profile 'box' cannot be applied, AppArmor is not in force on this host")]
    [InlineData("\"selinuxLabel\":\"a:b:c:s0\"", "", "process.selinuxLabel: the label 'a:b:c:s0' cannot be set, SELinux is not in force on this host")]
    [InlineData("", "\"mountLabel\":\"a:b:c:s0\"", "linux.mountLabel: the label 'a:b:c:s0' cannot be set, SELinux is not in force on this host")]
    public void A_label_that_this_host_cannot_give_is_an_error(string process, string linux, string message)
    {
        ContainerConfig config = TestBundle.Config(process: process, linux: linux);
        var findings = new DiagnosticBag(config.Source);

        PlanBuilder.Build(config, TestBundle.V2, TestBundle.Options, findings).Should().BeNull();

        findings.Items.Should().ContainSingle().Which.ToLine().Should().EndWith(message);
    }

    [Theory]
    [InlineData("\"apparmorProfile\":\"unconfined\"")]
    [InlineData("\"apparmorProfile\":\"\",\"selinuxLabel\":\"\"")]
    public void What_asks_for_nothing_is_let_through(string process) =>
        TestBundle.Names(TestBundle.Build(TestBundle.Config(process: process, linux: "\"mountLabel\":\"\""))).Should().NotContain("label");
}
