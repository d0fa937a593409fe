// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

/// <summary>What must come before what, whatever else changes in the order of a plan.</summary>
public sealed class OrderTests
{
    private const string Joined =
        "\"namespaces\":[{\"type\":\"mount\",\"path\":\"/n/mnt\"},{\"type\":\"pid\",\"path\":\"/n/pid\"},{\"type\":\"network\",\"path\":\"/n/net\"},{\"type\":\"cgroup\",\"path\":\"/n/cg\"}]";

    private static readonly LaunchOptions Filtered = TestBundle.Options with { SeccompFilter = new byte[16], WaitForStart = true };

    [Fact]
    public void All_namespaces_are_opened_before_one_is_entered()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(linux: Joined)));

        Array.LastIndexOf(names, "open-ns").Should().BeLessThan(Array.IndexOf(names, "enter-ns"));
    }

    [Theory]
    [InlineData("{\"type\":\"pid\"}", true, true)]
    [InlineData("{\"type\":\"pid\"}", false, false)]
    [InlineData("{\"type\":\"pid\",\"path\":\"/n/pid\"}", true, false)]
    [InlineData("{\"type\":\"ipc\"}", true, false)]
    public void Signals_are_handled_before_the_filter_when_the_first_process_of_a_pid_namespace_waits(string entry, bool waits, bool handled)
    {
        ContainerConfig config = TestBundle.Config(linux: "\"namespaces\":[{\"type\":\"mount\"}," + entry + "]");
        string text = PlanText.Render(TestBundle.Build(config, options: Filtered with { WaitForStart = waits }));

        const string step = "end-on-signals hup,int,quit,ill,trap,abrt,bus,fpe,segv,term,stkflt,sys\n";
        text.Contains(step, StringComparison.Ordinal).Should().Be(handled);
        Positions(text, "close-from", handled ? step : "close-from", "seccomp ").Should().BeInAscendingOrder();
    }

    [Fact]
    public void The_mount_namespace_is_entered_last_and_the_cgroup_namespace_by_the_container()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(linux: Joined)));

        Positions(text, "enter-ns       pid", "enter-ns       network", "enter-ns       mount", "clone ", "await          go", "enter-ns       cgroup")
            .Should().BeInAscendingOrder();
    }

    [Fact]
    public void Init_is_undumpable_before_it_joins_anything()
    {
        Before(TestBundle.Config(linux: Joined), "dumpable", "open-ns", "enter-ns", "clone").Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_cgroup_namespace_is_made_after_the_placement()
    {
        ContainerConfig config = TestBundle.Config(linux: "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"cgroup\"}]");

        Positions(PlanText.Render(TestBundle.Build(config, TestBundle.V1)), "await          cgroups", "enter-cgroups", "clone", "unshare        cgroup", "open-root")
            .Should().BeInAscendingOrder();
    }

    [Fact]
    public void On_version_2_the_clone_goes_into_the_cgroup()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config()));

        text.Should().Contain("clone          mount into the cgroup").And.NotContain("enter-cgroups");
    }

    [Fact]
    public void Without_cgroup_descriptors_none_is_awaited()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(), TestBundle.V2 with { CgroupHandleCount = 0 }));

        text.Should().NotContain("await          cgroups").And.Contain("clone          mount  ");
    }

    [Theory]
    [InlineData("\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}]", 1)]
    [InlineData("\"namespaces\":[{\"type\":\"mount\",\"path\":\"/run/ns\"}]", 1)]
    [InlineData("\"namespaces\":[{\"type\":\"mount\"}]", 0)]
    public void Nothing_is_done_before_the_runtime_says_go_where_it_would_reach_others_or_the_runtime_moves_the_process(string linux, int handles)
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config(linux: linux), TestBundle.V2 with { CgroupHandleCount = handles }));

        names[Array.IndexOf(names, "clone") + 1].Should().Be("await");
    }

    [Fact]
    public void The_loopback_device_is_set_up_with_the_rights_of_the_clone()
    {
        ContainerConfig config = TestBundle.Config(linux:
            "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"network\"},{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":5,\"hostID\":9,\"size\":1}],\"gidMappings\":[{\"containerID\":5,\"hostID\":9,\"size\":1}]");

        Positions(PlanText.Render(TestBundle.Build(config)), "clone", "loopback       up", "await          go", "adopt-ids").Should().BeInAscendingOrder().And.NotContain(-1);
        PlanText.Render(TestBundle.Build(TestBundle.Config(linux: Joined))).Should().NotContain("loopback");
    }

    [Fact]
    public void Mounts_and_devices_of_a_new_mount_namespace_are_made_while_the_runtime_writes_down_the_pid()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: "\"terminal\":true")));

        Positions(text, "clone", "open-root", "device", "symlink", "await          go", "terminal", "pivot-root").Should().BeInAscendingOrder();
    }

    [Fact]
    public void The_network_namespace_is_made_beside_the_mounts_that_do_not_show_it()
    {
        const string Mounts = "{\"type\":\"proc\",\"source\":\"proc\",\"destination\":\"/proc\"},{\"type\":\"sysfs\",\"source\":\"sysfs\",\"destination\":\"/sys\"}";
        ContainerConfig config = TestBundle.Config(Mounts, "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"network\"}]");

        Positions(PlanText.Render(TestBundle.Build(config)), "clone          mount into the cgroup lending network", "mount          proc", "borrow         network", "mount          sysfs", "await          go")
            .Should().BeInAscendingOrder().And.NotContain(-1);
    }

    [Fact]
    public void A_network_namespace_is_taken_before_go_at_the_latest()
    {
        ContainerConfig config = TestBundle.Config(linux: "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"network\"}]");

        Positions(PlanText.Render(TestBundle.Build(config)), "clone          mount into the cgroup lending network", "device", "borrow         network", "await          go").Should().BeInAscendingOrder().And.NotContain(-1);
    }

    [Fact]
    public void A_network_namespace_that_a_user_namespace_owns_is_made_with_it()
    {
        ContainerConfig config = TestBundle.Config(
            linux: "\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"network\"},{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":1000,\"size\":1}]");

        PlanText.Render(TestBundle.Build(config)).Should().Contain("clone          user,mount,network into the cgroup").And.NotContain("lending network");
    }

    [Fact]
    public void The_root_is_opened_before_mounts_devices_and_the_pivot()
    {
        const string Proc = "{\"type\":\"proc\",\"source\":\"proc\",\"destination\":\"/proc\"}";

        Before(TestBundle.Config(mounts: Proc, linux: "\"maskedPaths\":[\"/a\"],\"readonlyPaths\":[\"/b\"]", top: "\"hostname\":\"h\""),
            "umask", "propagation", "open-root", "mount", "device", "symlink", "hostname", "hide", "protect", "reopen-null", "pivot-root", "chdir", "groups")
            .Should().BeInAscendingOrder();
    }

    [Fact]
    public void A_read_only_root_comes_after_everything_that_writes_to_it()
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(
            "{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"r\",\"readonly\":true},\"process\":{\"args\":[\"a\"],\"cwd\":\"/\"},\"linux\":{\"namespaces\":[{\"type\":\"mount\"}]}}");
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Parse(json)));

        Array.IndexOf(names, "change-mount").Should().BeGreaterThan(Array.LastIndexOf(names, "symlink"));
    }

    [Fact]
    public void With_no_new_privs_the_filter_is_the_last_thing_before_the_wait()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: "\"noNewPrivileges\":true"), options: Filtered));

        Positions(text, "close-from", "capabilities ", "ambient ", "no-new-privs", "find-program", "seccomp        2 instructions", "await          start", "exec ")
            .Should().BeInAscendingOrder();
    }

    [Fact]
    public void Without_no_new_privs_the_filter_comes_before_the_capabilities_go()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(), options: Filtered));

        text.Should().NotContain("  own-stdio");
        Positions(text, "pivot-root", "chdir ", "close-from", "seccomp ", "groups ", "bounding ", "ids ", "capabilities ", "exec ").Should().BeInAscendingOrder();
    }

    [Fact]
    public void Credentials_are_set_in_the_one_order_that_works()
    {
        Before(TestBundle.Config(process: "\"user\":{\"uid\":7,\"gid\":8},\"rlimits\":[{\"type\":\"RLIMIT_AS\",\"soft\":1,\"hard\":2}]"),
            "umask", "limit", "own-stdio", "close-from", "groups", "bounding", "ids", "capabilities", "ambient", "find-program", "exec")
            .Should().BeInAscendingOrder();
    }

    [Fact]
    public void The_users_mask_is_set_after_the_last_directory_is_made()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: "\"user\":{\"umask\":63}")));

        Positions(text, "umask          022", "open-root", "chdir          / create", "umask          077", "groups").Should().BeInAscendingOrder().And.NotContain(-1);
    }

    [Fact]
    public void The_directory_is_entered_again_with_the_users_ids()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config()));

        Array.IndexOf(names, "chdir").Should().BeLessThan(Array.IndexOf(names, "ids"));
        Array.LastIndexOf(names, "chdir").Should().BeGreaterThan(Array.IndexOf(names, "ambient"));
    }

    [Fact]
    public void Every_plan_ends_with_exec()
    {
        string[] names = TestBundle.Names(TestBundle.Build(TestBundle.Config()));

        names[^1].Should().Be("exec");
        names[^2].Should().Be("find-program");
    }

    private static int[] Before(ContainerConfig config, params string[] steps)
    {
        string[] names = TestBundle.Names(TestBundle.Build(config));
        names.Should().Contain(steps, because: "a step that is missing stands before nothing");
        return Array.ConvertAll(steps, step => Array.IndexOf(names, step));
    }

    private static int[] Positions(string text, params string[] steps)
    {
        text.Should().ContainAll(steps, because: "a step that is missing stands before nothing");
        return Array.ConvertAll(steps, step => text.IndexOf("  " + step, StringComparison.Ordinal));
    }
}
