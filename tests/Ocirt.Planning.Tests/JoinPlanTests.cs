// SPDX-License-Identifier: Apache-2.0

using System.Text;

using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class JoinPlanTests
{
    private const ulong Usual =
        Sched.CLONE_NEWNS | Sched.CLONE_NEWPID | Sched.CLONE_NEWNET | Sched.CLONE_NEWIPC | Sched.CLONE_NEWUTS | Sched.CLONE_NEWCGROUP;

    private static readonly JoinFacts V2 = new() { Namespaces = Usual, CgroupMode = CgroupMode.V2, CgroupHandleCount = 1 };

    [Fact]
    public void With_the_hosts_rights_three_namespaces_wait_until_the_clone_is_in_the_cgroup() =>
        Names(Build(V2)).Should().Equal(
            "dumpable", "await", "await", "enter-ns", "clone", "enter-ns", "use-root", "new-session", "umask", "keyring",
            "reopen-null", "chdir", "close-from", "groups", "bounding", "ids", "capabilities", "ambient", "chdir", "find-program", "exec");

    [Fact]
    public void Namespaces_are_named_and_entered_together()
    {
        string text = PlanText.Render(Build(V2 with { Namespaces = Usual | Sched.CLONE_NEWUSER }));

        text.Should().Contain("enter-ns       pid,network,ipc,uts\n").And.Contain("clone          no new namespaces into the cgroup\n")
            .And.Contain("enter-ns       user,mount,cgroup\n").And.Contain("adopt-ids      0:0\n");
    }

    [Fact]
    public void Without_the_hosts_rights_the_user_namespace_gives_them_and_the_cgroup_is_entered_before()
    {
        string text = PlanText.Render(Build(V2 with { Namespaces = Usual | Sched.CLONE_NEWUSER, IsPrivileged = false }));

        text.Should().Contain("enter-ns       user,mount,pid,network,ipc,uts\n").And.Contain("clone          no new namespaces\n").And.Contain("enter-ns       cgroup\n");
        Names(Build(V2 with { Namespaces = Usual | Sched.CLONE_NEWUSER, IsPrivileged = false }))
            .Should().ContainInOrder("dumpable", "await", "enter-cgroups", "enter-ns", "clone", "enter-ns", "use-root");
    }

    [Fact]
    public void Every_hierarchy_of_version_1_is_entered_before_the_clone() =>
        PlanText.Render(Build(V2 with { CgroupMode = CgroupMode.Hybrid, CgroupHandleCount = 4 }))
            .Should().Contain("await          cgroups (4)\n").And.Contain("enter-cgroups  4\n").And.Contain("clone          no new namespaces\n");

    [Fact]
    public void What_is_shared_with_the_runtime_is_not_entered() =>
        Names(Build(V2 with { Namespaces = Sched.CLONE_NEWNS, CgroupHandleCount = 0 })).Should().StartWith(
            ["dumpable", "await", "clone", "enter-ns", "use-root"]);

    [Fact]
    public void A_process_that_is_put_into_its_cgroup_waits_for_that_outside_of_the_containers_namespaces_of_mounts() =>
        Names(Build(V2 with { CgroupHandleCount = 0, IsPlaced = true })).Should().StartWith(
            ["dumpable", "await", "enter-ns", "clone", "await", "enter-ns", "use-root"]);

    [Fact]
    public void A_working_directory_is_not_made() =>
        PlanText.Render(Build(V2, process: "\"cwd\":\"/srv\"")).Should().Contain("chdir          /srv tentative ").And.NotContain("create");

    [Fact]
    public void The_container_and_its_own_process_give_what_the_other_file_does_not()
    {
        ContainerConfig container = TestBundle.Config(process: "\"oomScoreAdj\":17", linux: "\"personality\":{\"domain\":\"LINUX32\"}");
        ContainerConfig process = ConfigReader.ReadProcess(Encoding.UTF8.GetBytes("{\"args\":[\"ls\"],\"cwd\":\"/\",\"env\":[\"HOME=/\"]}"), "process.json").Config!;
        string text = PlanText.Render(JoinPlanBuilder.Build(process, container, V2, TestBundle.Options, new DiagnosticBag(process.Source))!);

        text.Should().Contain("oom-score-adj  17").And.Contain("personality    linux32\n", because: "its place is in another file")
            .And.Contain("find-program   ls in /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin  args[0]\n");
    }

    [Fact]
    public void What_the_command_line_changed_has_no_place_in_the_file()
    {
        ContainerConfig container = TestBundle.Config();
        ContainerConfig changed = container.WithProcess(container.Process!.With(new ProcessOverrides { Args = ["ls"], Terminal = true }));
        string text = PlanText.Render(JoinPlanBuilder.Build(changed, container, V2, TestBundle.Options, new DiagnosticBag(container.Source))!);

        text.Should().Contain("  terminal\n").And.Contain("find-program   ls in /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n");
    }

    [Theory]
    [InlineData("\"namespaces\":[]")]
    [InlineData("\"namespaces\":[{\"type\":\"mount\",\"path\":\"/n/mnt\"}]")]
    public void Where_no_namespace_leads_to_the_root_it_is_handed_over(string linux)
    {
        ContainerConfig config = TestBundle.Config(linux: linux);
        LaunchPlan plan = JoinPlanBuilder.Build(config, config, V2, TestBundle.Options, new DiagnosticBag(config.Source))!;

        Names(plan).Should().StartWith(["dumpable", "await", "await", "await", "enter-ns", "clone", "enter-ns", "change-root", "use-root"]);
    }

    private static LaunchPlan Build(JoinFacts facts, string process = "")
    {
        ContainerConfig config = TestBundle.Config(process: process);
        return JoinPlanBuilder.Build(config, config, facts, TestBundle.Options, new DiagnosticBag(config.Source))!;
    }

    private static string[] Names(LaunchPlan plan) => TestBundle.Names(plan);
}
