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

public sealed class MountTests
{
    [Fact]
    public void Every_call_of_a_bind_mount_can_fail_and_the_part_is_named()
    {
        TestPlan plan = Root();
        plan.Add(StepOp.BindMount, new BindMountStep
        {
            Source = plan.Text("/src"),
            Target = plan.Text("/a"),
            AttrSet = Mount.MOUNT_ATTR_RDONLY,
            TreeAttrSet = Mount.MOUNT_ATTR_NOSUID,
            SourceRegister = Register.None,
            Propagation = Mount.MS_SLAVE,
            Flags = (uint)(MountFlags.Recursive | MountFlags.SourceNoFollow),
        });
        FailEverywhere(plan, recording => { });
    }

    [Theory]
    [InlineData(Errno.EPERM, 2)]
    [InlineData(Errno.EINVAL, 1)]
    public void Attributes_that_an_outer_namespace_has_locked_stay(int refused, int tries)
    {
        TestPlan plan = Root();
        plan.Add(StepOp.BindMount, new BindMountStep
        {
            Source = plan.Text("/src"),
            Target = plan.Text("/a"),
            AttrSet = Mount.MOUNT_ATTR_RDONLY,
            SourceRegister = Register.None,
            Flags = (uint)MountFlags.Exact,
        });
        Recording recording = new();
        recording.FailFor = (SyscallNumber.mount_setattr, refused, "mount_setattr 22");
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Count(call => call == "mount_setattr 22").Should().Be(tries);
        recording.Messages[^1].Error.Should().Be(refused);
    }

    [Fact]
    public void Every_call_of_a_tmpfs_that_copies_up_can_fail()
    {
        TestPlan plan = Root();
        plan.Add(StepOp.MountFilesystem, new MountFilesystemStep
        {
            FilesystemType = plan.Text("tmpfs"),
            Source = plan.Text("tmpfs"),
            Target = plan.Text("/a"),
            Data = plan.Text("size=1k"),
            Options = plan.Bytes([(byte)'s', .. "size\0"u8, .. "1k\0"u8]),
            Attributes = Mount.MOUNT_ATTR_RDONLY,
            Flags = (uint)(MountFlags.CopyUp | MountFlags.ModeOfTarget),
        });
        Recording good = FailEverywhere(plan, recording => recording.StatMode = Stat.S_IFDIR | 0x1C8);
        good.Calls.Should().Contain("fsconfig 22 1 'mode' '0710'");
    }

    [Theory]
    [InlineData(Stat.S_IFREG | 0x9EDu, 0)]
    [InlineData(Stat.S_IFIFO | 0x1B6u, Errno.ESTALE)]
    [InlineData(Stat.S_IFCHR | 0x1B6u, Errno.ESTALE)]
    public void What_is_copied_up_is_what_was_opened_and_no_device_can_be(uint opened, int error)
    {
        TestPlan plan = Root();
        plan.Add(StepOp.MountFilesystem, new MountFilesystemStep
        {
            FilesystemType = plan.Text("tmpfs"),
            Source = plan.Text("tmpfs"),
            Target = plan.Text("/a"),
            Data = plan.Text(""),
            Flags = (uint)MountFlags.CopyUp,
        });
        Recording recording = new() { StatMode = Stat.S_IFREG | 0x1B6, Entry = "file" };
        recording.OpenedModes["file"] = opened;

        Machine.Run(plan.ToBytes(), recording);

        recording.Messages[^1].Error.Should().Be(error);
        recording.Calls.Should().ContainInOrder("open_tree 24 ''", "mount_setattr 25", "openat 25 '.'", "openat 26 'file'");
        recording.Calls.Any(call => call.StartsWith("fchmodat", StringComparison.Ordinal)).Should().Be(error == 0, because: "the rights go to what was opened");
    }

    [Fact]
    public void A_link_that_is_copied_is_made_and_not_mounted()
    {
        TestPlan plan = Root();
        plan.Add(StepOp.BindMount, new BindMountStep { Source = plan.Text("/src"), Target = plan.Text("/a/b"), SourceRegister = Register.None, Flags = (uint)MountFlags.CopySymlink });
        Recording recording = new() { StatMode = Stat.S_IFLNK };
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Should().Contain(call => call.StartsWith("symlinkat", StringComparison.Ordinal))
            .And.NotContain(call => call.StartsWith("move_mount 22", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_of_links_to_nothing_ends()
    {
        TestPlan plan = Root();
        plan.Add(StepOp.BindMount, new BindMountStep { Source = plan.Text("/src"), Target = plan.Text("/a"), SourceRegister = Register.None });
        Recording recording = new();
        recording.Answers[SyscallNumber.mkdirat] = -Errno.EEXIST;
        recording.Answers[SyscallNumber.mknodat] = -Errno.EEXIST;
        recording.LinkText = "a";
        recording.FailFor = (SyscallNumber.openat2, Errno.ENOENT, "'a'");

        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        recording.Messages[^1].Error.Should().Be(Errno.ELOOP);
        recording.Calls.Count(call => call.StartsWith("readlinkat", StringComparison.Ordinal)).Should().BeLessThan(50);
    }

    private static TestPlan Root()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        return plan;
    }

    /// <summary>Lets each call fail in turn: the launch ends there with that call, or passes over it where it may.</summary>
    private static Recording FailEverywhere(TestPlan plan, Action<Recording> prepare)
    {
        Recording good = new();
        prepare(good);
        Machine.Run(plan.ToBytes(), good).Should().Be(Interpreter<RecordingKernel>.ExitRefused, because: "the plan has no exec");
        for (int i = 0; i < good.Calls.Count - 1; i++)
        {
            Recording recording = new() { FailAt = i };
            prepare(recording);
            int exit = Machine.Run(plan.ToBytes(), recording);
            string call = good.Calls[i].Split(' ')[0];
            if (exit == Interpreter<RecordingKernel>.ExitRefused)
            {
                // The mode of a directory that cannot be looked at is the kernel's default.
                call.Should().BeOneOf("close", "statx", "openat2");
                continue;
            }

            exit.Should().Be(Interpreter<RecordingKernel>.ExitFailed, because: $"call {i} ({good.Calls[i]}) failed");
            InitMessage message = recording.Messages[^1];
            message.Kind.Should().Be(MessageKind.Failed);
            message.Error.Should().Be(Errno.EIO);
            ((SyscallNumber)message.Call).ToString().Should().Be(call);
            message.Point.Should().NotBe(FailurePoint.None, because: $"call {i} ({good.Calls[i]}) belongs to a part of the mount");
        }

        return good;
    }
}
