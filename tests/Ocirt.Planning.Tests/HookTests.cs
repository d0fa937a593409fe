// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class HookTests
{
    private const string All = """
        "hooks":{"prestart":[{"path":"/p"}],"createRuntime":[{"path":"/r"}],
        "createContainer":[{"path":"/c","args":["c","1"],"timeout":3},{"path":"/d","env":["A=1","B=2"]}],
        "startContainer":[{"path":"/s"},{"path":"/t","env":["C=3"]}],"poststart":[{"path":"/q"}],"poststop":[{"path":"/z"}]}
        """;

    [Fact]
    public void Hooks_run_in_the_order_of_the_specification()
    {
        string text = PlanText.Render(TestBundle.Build(
            TestBundle.Config(top: All, linux: "\"maskedPaths\":[\"/x\"]"), options: TestBundle.Options with { WaitForStart = true, SeccompFilter = new byte[16] }));

        int at = 0;
        foreach (string step in (string[])
            [
                "symlink ", "await          hooks ", "await          state for createContainer ", "hook           /c (2 arguments, 0 variables, at most 3 s) ",
                "hook           /d (1 arguments, 2 variables) ", "hide           /x", "pivot-root", "close-from ", "await          state for startContainer ", "seccomp ",
                "await          start", "hook           /s (1 arguments, 1 variables) ", "hook           /t (1 arguments, 1 variables) ", "exec ",
            ])
        {
            int next = text.IndexOf("  " + step, at, StringComparison.Ordinal);
            next.Should().BeGreaterThan(at, because: $"'{step}' comes next");
            at = next;
        }
    }

    [Fact]
    public void Without_hooks_there_is_no_stop_for_them() =>
        PlanText.Render(TestBundle.Build(TestBundle.Config(top: "\"hooks\":{\"poststop\":[{\"path\":\"/z\"}]}"))).Should().NotContain("hook").And.NotContain("state for");

    [Fact]
    public void A_hook_leads_back_to_its_place()
    {
        LaunchPlan plan = TestBundle.Build(TestBundle.Config(top: All));

        plan.Sources.Find(Array.IndexOf(TestBundle.Names(plan), "hook") + 1)!.Value.JsonPath.Should().Be("hooks.createContainer[1]");
    }
}
