// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
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

    [Theory]
    [InlineData("/1/sub", 12, 0)]
    [InlineData("/1/sub/m", 12, 0)]
    [InlineData("/1/other/m", 12, Errno.ESTALE)]
    [InlineData("/1/su", 12, Errno.ESTALE)]
    [InlineData("/1/sub", 13, Errno.ESTALE)]
    [InlineData("/1/other/m", 11, 0)]
    [InlineData("/1/sub", 10, Errno.ESTALE)]
    [InlineData("/1/sub", 99, Errno.ESTALE)]
    public void Only_a_mount_that_another_covers_may_stay_as_it_is(string other, uint found, int error)
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        plan.Add(StepOp.ChangeMount, new ChangeMountStep { Target = plan.Text("/v"), AttrSet = Mount.MOUNT_ATTR_RDONLY, Flags = (uint)MountFlags.Recursive });
        Recording recording = new() { FileSystem = Stat.PROC_SUPER_MAGIC };
        recording.Answers[SyscallNumber.mount_setattr] = -Errno.ENOSYS;
        recording.Files["self/mountinfo"] = $"""
            10 1 0:2 / /1 rw - ext4 d rw
            13 10 0:5 / /1/sub rw - tmpfs t rw
            11 13 0:3 / /1/sub/m rw - tmpfs t rw
            12 10 0:4 / {other} rw - tmpfs t rw

            """;
        (recording.MountIds[""], recording.MountIds["sub/m"], recording.MountIds["sub"]) = (10, found, 13);
        (recording.MountIds["other/m"], recording.MountIds["su"]) = (12, 12);

        Machine.Run(plan.ToBytes(), recording);

        recording.Messages[^1].Kind.Should().Be(error == 0 ? MessageKind.Refused : MessageKind.Failed);
        recording.Messages[^1].Error.Should().Be(error);
    }

    [Theory]
    [InlineData("", "mode=0710")]
    [InlineData("size=1k", "size=1k,mode=0710")]
    public void The_mode_of_what_a_tmpfs_covers_is_its_parameter_and_set_by_no_later_path(string data, string expected)
    {
        Recording recording = MountAt(data, MountFlags.ModeOfTarget, propagation: 0);

        recording.Calls.Should().Contain($"mount '.' 0 '{expected}'")
            .And.NotContain(call => call.StartsWith("fchmod", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Mount.MS_PRIVATE, MountFlags.None)]
    [InlineData(0u, MountFlags.IdMapped)]
    public void A_file_system_that_is_changed_after_it_was_mounted_is_put_in_its_place_last(uint propagation, MountFlags flags)
    {
        Recording recording = MountAt("", flags, propagation);

        int made = recording.Calls.FindIndex(call => call.StartsWith("mount '.'", StringComparison.Ordinal));
        made.Should().BePositive();
        recording.Calls.FindIndex(call => call.StartsWith("openat2", StringComparison.Ordinal) && call.EndsWith("'v'", StringComparison.Ordinal)).Should().BeGreaterThan(made);
        recording.Calls.Should().Contain(call => call.StartsWith("mount_setattr", StringComparison.Ordinal));
    }

    [Fact]
    public void Something_that_others_put_on_the_stage_is_not_mounted()
    {
        Recording recording = MountAt("", MountFlags.None, Mount.MS_PRIVATE, recording => recording.MountIds["1"] = 70);

        recording.Messages[^1].Error.Should().Be(Errno.ESTALE);
        recording.Calls.Count(call => call.StartsWith("move_mount", StringComparison.Ordinal)).Should().Be(1, because: "the rootfs alone is put in its place");
    }

    /// <summary>A tmpfs at /v where fsopen(2) is missing; the stage is mount 70.</summary>
    private static Recording MountAt(string data, MountFlags flags, uint propagation, Action<Recording>? prepare = null)
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        if ((flags & MountFlags.IdMapped) != 0)
        {
            plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.IdMap, FirstRegister = Register.IdMap, MaxDescriptors = 1 });
        }

        plan.Add(StepOp.MountFilesystem, new MountFilesystemStep
        {
            FilesystemType = plan.Text("tmpfs"),
            Source = plan.Text("tmpfs"),
            Target = plan.Text("/v"),
            Data = plan.Text(data),
            Options = plan.Bytes([]),
            Propagation = propagation,
            Flags = (uint)flags,
        });
        Recording recording = new() { FileSystem = Stat.PROC_SUPER_MAGIC, StatMode = Stat.S_IFDIR | 0x1C8 };
        if ((flags & MountFlags.IdMapped) != 0)
        {
            recording.HandedOver = [90];
        }

        recording.Answers[SyscallNumber.fsopen] = -Errno.ENOSYS;
        recording.Files["self/mountinfo"] = "10 1 0:2 / / rw - ext4 d rw\n";
        (recording.MountIds[""], recording.MountIds["/.."], recording.MountIds["1"]) = (10, 70, 71);
        prepare?.Invoke(recording);
        Machine.Run(plan.ToBytes(), recording);
        return recording;
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
