// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

/// <summary>What stands in for newer system calls, call by call. The end-to-end LadderTests try it on a real kernel.</summary>
public sealed class LadderTests
{
    [Theory]
    [InlineData(Errno.ENOSYS)]
    [InlineData(Errno.EPERM)]
    public void Without_clone3_the_cgroup_is_entered_and_clone_is_called(int errno)
    {
        TestPlan plan = new();
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Cgroups, FirstRegister = Register.FirstCgroup, MaxDescriptors = 1 });
        plan.Add(StepOp.Clone, new CloneStep { Flags = Sched.CLONE_NEWNS, CgroupRegister = Register.FirstCgroup });
        Recording recording = new() { ClonedPid = 77, HandedOver = [30] };
        recording.Answers[SyscallNumber.clone3] = -errno;
        recording.Unasked.Enqueue(LateSlot.Cgroups);

        Machine.Run(plan.ToBytes(), recording).Should().Be(0);

        string[] calls = [.. recording.Calls.SkipWhile(call => !call.StartsWith("clone3", StringComparison.Ordinal)).Skip(1)];
        calls.Should().Equal("openat 30 'cgroup.procs'", "write 20", "close 20", $"clone {Sched.CLONE_NEWNS | Sched.CLONE_PARENT}", "sendmsg");
        recording.Messages[^1].Value.Should().Be(77);
    }

    [Theory]
    [InlineData(Errno.EACCES)]
    [InlineData(Errno.ENOMEM)]
    public void Another_error_of_clone3_is_final(int errno)
    {
        TestPlan plan = new();
        plan.Add(StepOp.Clone, new CloneStep { CgroupRegister = Register.None });
        Recording recording = new();
        recording.Answers[SyscallNumber.clone3] = -errno;

        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        recording.Messages[^1].Error.Should().Be(errno);
        recording.Calls.Should().NotContain(call => call.StartsWith("clone ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Errno.ENOSYS)]
    [InlineData(Errno.EPERM)]
    public void Without_openat2_each_component_is_opened_without_following_links(int errno)
    {
        Recording recording = ChangeMountAt("/a/./b/../c", recording =>
        {
            recording.Answers[SyscallNumber.openat2] = -errno;
            recording.StatMode = Stat.S_IFDIR;
        });

        recording.Calls.Where(call => call.StartsWith("openat ", StringComparison.Ordinal)).Skip(1).Should().Equal(
            "openat 21 'a'", "openat 22 'b'", "openat 21 'a'", "openat 24 'c'");
    }

    [Fact]
    public void A_link_is_walked_as_text_and_links_without_end_are_an_error()
    {
        Recording recording = ChangeMountAt("/a", recording =>
        {
            recording.Answers[SyscallNumber.openat2] = -Errno.ENOSYS;
            recording.StatMode = Stat.S_IFLNK;
            recording.LinkText = "x/a";
        });

        recording.Messages[^1].Error.Should().Be(Errno.ELOOP);
        recording.Calls.Count(call => call.StartsWith("readlinkat", StringComparison.Ordinal)).Should().BeLessThan(100);
    }

    [Fact]
    public void No_call_is_made_twice_when_the_newer_ones_work()
    {
        Recording recording = ChangeMountAt("/a", _ => { });

        recording.Calls.Should().Contain(call => call.StartsWith("openat2", StringComparison.Ordinal))
            .And.Contain(call => call.StartsWith("mount_setattr", StringComparison.Ordinal))
            .And.NotContain(call => call.StartsWith("mount ", StringComparison.Ordinal))
            .And.NotContain(call => call.StartsWith("fstatfs", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_changed_by_descriptor_when_proc_is_no_procfs()
    {
        Recording recording = ChangeMountAt("/a", recording => recording.Answers[SyscallNumber.mount_setattr] = -Errno.ENOSYS);

        recording.Messages[^1].Error.Should().Be(Errno.ENODEV);
        recording.Calls.Should().NotContain(call => call.StartsWith("mount ", StringComparison.Ordinal));
    }

    private static Recording ChangeMountAt(string path, Action<Recording> prepare)
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        plan.Add(StepOp.ChangeMount, new ChangeMountStep { Target = plan.Text(path), AttrSet = Mount.MOUNT_ATTR_RDONLY });
        Recording recording = new();
        prepare(recording);
        Machine.Run(plan.ToBytes(), recording);
        return recording;
    }
}
