// SPDX-License-Identifier: Apache-2.0

using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.EndToEnd.Tests;

/// <summary>Labels of security modules, as far as the host has one.</summary>
public sealed class LabelTests(ContainerFixture host) : IClassFixture<ContainerFixture>
{
    private static bool HasAppArmor =>
        File.Exists("/sys/module/apparmor/parameters/enabled") && File.ReadAllText("/sys/module/apparmor/parameters/enabled").StartsWith('Y');

    private static bool HasSelinux => File.Exists("/sys/fs/selinux/enforce");

    [Fact]
    public void A_profile_that_is_not_there_is_an_error_that_says_why()
    {
        RunResult result = host.Run("true", config => config["process"]!["apparmorProfile"] = "ocirt-no-such-profile");
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith(HasAppArmor
            ? "process.apparmorProfile: cannot apply the AppArmor profile 'ocirt-no-such-profile', which is not loaded (apparmor_parser(8) loads it): write: ENOENT: no such file or directory"
            : "process.apparmorProfile: the profile 'ocirt-no-such-profile' cannot be applied, AppArmor is not in force on this host");
    }

    [Fact]
    public void Unconfined_is_what_a_host_without_AppArmor_gives_anyway() =>
        host.Run("exit 5", config => config["process"]!["apparmorProfile"] = "unconfined").Code.Should().Be(5);

    [Theory]
    [InlineData("process", "selinuxLabel")]
    [InlineData("linux", "mountLabel")]
    public void Without_SELinux_its_labels_are_an_error(string section, string field)
    {
        if (HasSelinux)
        {
            Assert.Skip("this host has SELinux");
        }

        RunResult result = host.Run("true", config => config[section]![field] = "system_u:system_r:container_t:s0");
        result.Code.Should().Be(1);
        result.LastError.Should().EndWith($"{section}.{field}: the label 'system_u:system_r:container_t:s0' cannot be set, SELinux is not in force on this host");
    }

    [Fact]
    public void A_profile_of_AppArmor_bites()
    {
        if (!HasAppArmor || !File.Exists("/sbin/apparmor_parser"))
        {
            Assert.Skip("this host has no AppArmor with its parser");
        }

        string name = "ocirt-" + Path.GetFileName(host.Work), file = Path.Combine(host.Work, "profile");
        File.WriteAllText(file, $"profile {name} flags=(attach_disconnected,mediate_deleted) {{\n  file,\n  capability,\n  deny /tmp/secret w,\n}}\n");
        ContainerFixture.Shell($"/sbin/apparmor_parser -r -K '{file}'").Code.Should().Be(0);
        try
        {
            RunResult result = host.Run("cat /proc/self/attr/current; echo x > /tmp/open && echo written; echo x > /tmp/secret", config =>
            {
                config["root"]!["readonly"] = false;
                config["process"]!["apparmorProfile"] = name;
            });
            result.Line.Should().Be($"{name} (enforce)\nwritten");
            result.Error.Should().Contain("/tmp/secret: Permission denied");
        }
        finally
        {
            ContainerFixture.Shell($"/sbin/apparmor_parser -R '{file}'");
        }
    }
}
