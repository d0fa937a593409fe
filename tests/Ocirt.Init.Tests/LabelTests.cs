// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

public sealed class LabelTests
{
    private const string Attribute = "self/attr/apparmor/exec";

    [Fact]
    public void A_label_is_written_through_the_procfs_of_init_and_to_nothing_that_covers_a_part_of_it()
    {
        Recording recording = new();

        Machine.Run(Plan(), recording);

        string opened = recording.Calls.Single(call => call.EndsWith($"'{Attribute}'", StringComparison.Ordinal));
        opened.Should().Be($"openat2 21 '{Attribute}'", because: "21 is the procfs that fsmount(2) gave");
        recording.Calls.Should().ContainInOrder("fsopen 'proc'", "fsmount 20", opened, "close 22");
        recording.Resolved[Attribute].Should().Be(Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_NO_XDEV | Fcntl.RESOLVE_NO_MAGICLINKS);
    }

    private static byte[] Plan()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenProc, default(OpenProcStep));
        plan.Add(StepOp.SetLabel, new SetLabelStep { Path = plan.Text(Attribute), Value = plan.Text("exec profile") });
        return plan.ToBytes();
    }
}
