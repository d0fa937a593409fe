// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class ProcessTests
{
    [Fact]
    public void The_last_of_equal_variables_counts_and_the_order_stays()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(process: "\"env\":[\"A=1\",\"B=2\",\"A=3\",\"AB=4\",\"HOME=/\"]"));

        Exec(plan, out PlanReader reader).Environment.Length.Should().Be((4 + 2) * 8);
        reader.Table(Exec(plan, out _).Environment).Should().Equal("B=2", "A=3", "AB=4", "HOME=/");
    }

    [Fact]
    public void An_empty_home_directory_counts_as_none()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(process: "\"env\":[\"HOME=/x\",\"A=1\",\"HOME=\"]"));

        Exec(plan, out PlanReader reader);
        reader.Table(Exec(plan, out _).Environment).Should().Equal("A=1");
    }

    [Fact]
    public void Scheduling_is_awaited_when_it_is_asked_for_and_after_the_root_is_complete()
    {
        TestBundle.Names(TestBundle.Build(TestBundle.Config())).Should().NotContain("await          scheduling");
        foreach (string field in (string[])["\"scheduler\":{\"policy\":\"SCHED_BATCH\"}", "\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\"}"])
        {
            string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: field)));
            text.IndexOf("await          scheduling", StringComparison.Ordinal).Should().BeGreaterThan(text.IndexOf("pivot-root", StringComparison.Ordinal))
                .And.BeLessThan(text.IndexOf("groups  ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("\"personality\":{\"domain\":\"LINUX32\"}", "personality    linux32")]
    [InlineData("\"personality\":{\"domain\":\"LINUX\"}", "personality    linux")]
    [InlineData("\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"0-1,65\",\"flags\":[\"MPOL_F_STATIC_NODES\"]}", "memory-policy  0x8002 nodes 0,1,65")]
    [InlineData("\"memoryPolicy\":{\"mode\":\"MPOL_LOCAL\"}", "memory-policy  0x4")]
    public void The_execution_domain_and_the_memory_policy_are_in_the_plan(string field, string step)
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(linux: field));

        TestBundle.Lines(plan, "linux." + field[1..field.IndexOf(':', StringComparison.Ordinal)].Trim('"')).Should().Equal(step);
    }

    [Fact]
    public void Empty_arguments_are_kept()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(process: "\"args\":[\"a\",\"\",\"b\"]"));

        ExecStep exec = Exec(plan, out PlanReader reader);
        reader.Table(exec.Arguments).Should().Equal("a", "", "b");
        exec.Arguments.Length.Should().Be((3 + 1) * 8);
    }

    [Theory]
    [InlineData("\"env\":[]", true)]
    [InlineData("\"env\":[\"HOMER=/\"]", true)]
    [InlineData("\"env\":[\"HOME=\"]", true)]
    [InlineData("\"env\":[\"HOME=/x\",\"HOME=\"]", true)]
    [InlineData("\"env\":[\"HOME=/x\"]", false)]
    public void The_home_directory_is_looked_up_when_the_environment_has_none(string env, bool lookedUp)
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: env)));

        text.Contains("ask            home, offering /etc/passwd").Should().Be(lookedUp);
        text.Contains("await          home ").Should().Be(lookedUp);
    }

    [Theory]
    [InlineData("\"noNewPrivileges\":true", "find-program")]
    [InlineData("\"noNewPrivileges\":false", "close-from")]
    [InlineData("\"noNewPrivileges\":true,\"scheduler\":{\"policy\":\"SCHED_BATCH\"}", "pivot-root")]
    public void The_home_directory_is_taken_late_but_before_a_filter_or_another_question(string process, string after)
    {
        LaunchOptions options = TestBundle.Options with { SeccompFilter = new byte[16], WaitForStart = true };
        string[] lines = PlanText.Render(TestBundle.Build(TestBundle.Config(process: "\"env\":[]," + process), options: options)).Split('\n');

        int taken = Array.FindIndex(lines, line => line.Contains("await          home"));
        lines[taken - 1].Should().Contain(after);
    }

    [Theory]
    [InlineData("\"env\":[\"PATH=/x:/y\"]", "/x:/y")]
    [InlineData("\"env\":[\"PATH=/x\",\"PATH=/z\"]", "/z")]
    [InlineData("\"env\":[\"PATH=\"]", "''")]
    [InlineData("\"env\":[]", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")]
    public void The_program_is_looked_for_where_the_environment_says(string env, string path)
    {
        PlanText.Render(TestBundle.Build(TestBundle.Config(process: env))).Should().Contain("find-program   sh in " + path + " ");
    }

    [Fact]
    public void Without_a_user_everything_is_root_with_the_usual_mask()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config()));

        text.Should().Contain("umask          022\n").And.Contain("groups         none\n").And.Contain("ids            0:0\n").And.NotContain("own-stdio");
    }

    [Fact]
    public void The_groups_of_the_caller_stay_where_an_annotation_asks_for_it()
    {
        const string Annotation = "\"annotations\":{\"run.oci.keep_original_groups\":\"1\"}";

        TestBundle.Names(TestBundle.Build(TestBundle.Config(top: Annotation))).Should().NotContain("groups");
    }

    [Fact]
    public void Without_capabilities_every_set_is_empty()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config()));

        text.Should().Contain("bounding       none").And.Contain("capabilities   effective none; permitted same; inheritable none").And.Contain("ambient        none");
    }

    [Fact]
    public void A_capability_without_the_sets_it_depends_on_is_left_out()
    {
        const string Sets = "\"capabilities\":{\"permitted\":[\"CAP_KILL\"],\"effective\":[\"CAP_KILL\",\"CAP_BPF\"],\"inheritable\":[],\"ambient\":[\"CAP_KILL\"],\"bounding\":[\"CAP_NO_SUCH\"]}";
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(process: Sets)));

        text.Should().Contain("bounding       none").And.Contain("effective kill; permitted same; inheritable none").And.Contain("ambient        none");
    }

    [Fact]
    public void Preserved_descriptors_stay_open()
    {
        string text = PlanText.Render(TestBundle.Build(TestBundle.Config(), options: TestBundle.Options with { PreservedDescriptors = 4 }));

        text.Should().Contain("close-from     7\n");
    }

    [Fact]
    public void The_session_keyring_bears_the_id_and_can_be_left_out()
    {
        PlanText.Render(TestBundle.Build(TestBundle.Config())).Should().Contain("keyring        _ses.c1\n");
        PlanText.Render(TestBundle.Build(TestBundle.Config(), options: TestBundle.Options with { NewKeyring = false })).Should().NotContain("keyring");
    }

    [Fact]
    public void Tracing_is_a_property_of_the_plan()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(), options: TestBundle.Options with { Trace = true });

        PlanReader.Open(plan.Bytes, out PlanReader reader).Should().Be(PlanFault.None);
        reader.Flags.Should().Be(PlanFlags.Trace);
    }

    [Fact]
    public void A_configuration_without_a_process_is_refused()
    {
        ContainerConfig config = TestBundle.Parse("{}"u8.ToArray());
        Action build = () => PlanBuilder.Build(config, TestBundle.V2, TestBundle.Options, new DiagnosticBag(config.Source));

        build.Should().Throw<ArgumentException>().WithMessage("the configuration has no process to start (Parameter 'config')");
    }

    [Fact]
    public void Without_a_process_the_plan_ends_with_the_wait_for_start()
    {
        ContainerConfig config = TestBundle.Parse("{\"ociVersion\":\"1.3.0\",\"root\":{\"path\":\"r\"},\"linux\":{\"namespaces\":[{\"type\":\"mount\"}]}}"u8.ToArray());

        string[] names = TestBundle.Names(TestBundle.Build(config, options: TestBundle.Options with { WaitForStart = true }));

        names[^4..].Should().Equal("pivot-root", "close-from", "await", "accept-start");
    }

    [Fact]
    public void More_cgroups_than_there_are_registers_are_refused()
    {
        Action build = () => TestBundle.Build(TestBundle.Config(), TestBundle.V1 with { CgroupHandleCount = 25 });

        build.Should().Throw<ArgumentException>().WithMessage("25 cgroup descriptors are more than 24 (Parameter 'host')");
    }

    [Fact]
    public void A_step_leads_back_to_its_place_in_the_file()
    {
        ContainerConfig config = TestBundle.Parse(
            "{\n  \"process\": {\"args\": [\"a\"], \"cwd\": \"/\"},\n  \"linux\": {\"maskedPaths\": [\"/x\",\n    \"/y\"]}\n}"u8.ToArray());
        LaunchPlan plan = TestBundle.Build(config);

        int step = Array.LastIndexOf(TestBundle.Names(plan), "hide");
        plan.Sources.Find(step).Should().Be(new SourceLocation("linux.maskedPaths[1]", 82, 4, 5));
        plan.Sources.FileName.Should().Be("config.json");
        plan.Sources.Find(Array.IndexOf(TestBundle.Names(plan), "pivot-root")).Should().BeNull();
        plan.Sources.Find(-1).Should().BeNull();
        plan.Sources.Find(plan.Sources.Count).Should().BeNull();
        PlanText.RenderStep(plan.Bytes, step).Should().Be("hide           /y");
    }

    private static ExecStep Exec(LaunchPlan plan, out PlanReader reader)
    {
        PlanReader.Open(plan.Bytes, out reader).Should().Be(PlanFault.None);
        reader.Op(reader.StepCount - 1).Should().Be(StepOp.Exec);
        return reader.Step<ExecStep>(reader.StepCount - 1);
    }
}
