// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

public sealed class InterpreterTests
{
    [Fact]
    public void A_whole_launch_makes_its_calls_in_the_order_of_the_plan()
    {
        Recording recording = new();

        int exit = Machine.Run(WholeLaunch(), recording);

        // The recording kernel's execve returns, so the plan ends without one.
        exit.Should().Be(2);
        recording.Calls.Where(call => !call.StartsWith("close ", StringComparison.Ordinal) && call is not ("statx" or "sendmsg" or "recvmsg" or "getcwd")).Should().Equal(
            "prctl 4",
            "clone3 " + ArgumentOf(recording, "clone3"),
            "umask 0",
            "mount '/' 540672",
            "openat -100 '/bundle/rootfs'",
            "open_tree 20 ''",
            "move_mount 21 20",
            "fsopen 'proc'",
            "fsconfig 22 1 'source' 'proc'",
            "fsconfig 22 0 'gid'",
            "fsconfig 22 1 'mode' '755'",
            "fsconfig 22 6 null",
            "fsmount 22",
            "openat2 21 'proc'",
            "move_mount 23 24",
            "openat -100 '/'",
            "fchdir 21",
            "pivot_root",
            "fchdir 25",
            "mount '.' 540672",
            "umount2",
            "chdir '/'",
            "sethostname 'box'",
            "chdir '/'",
            "prctl 8",
            "setresgid 5",
            "setresuid 4",
            "prctl 8",
            "capset",
            "close_range 3",
            "close_range 10",
            "faccessat2 -100",
            "execve '/bin/sh'");
    }

    [Fact]
    public void Every_step_that_fails_is_reported_with_its_index_and_nothing_follows()
    {
        Recording good = new();
        Machine.Run(WholeLaunch(), good);
        for (int i = 0; i < good.Calls.Count; i++)
        {
            Recording recording = new() { FailAt = i };
            int exit = Machine.Run(WholeLaunch(), recording);
            string call = good.Calls[i].Split(' ')[0];
            if (call is "close" or "umask" or "statx" or "faccessat2")
            {
                // What is passed over, or tried again with the next directory of PATH: the launch goes on to its exec.
                exit.Should().Be(Interpreter<RecordingKernel>.ExitRefused, because: $"call {i} ({good.Calls[i]}) failed");
                recording.Calls.Should().Contain(line => line.StartsWith("execve", StringComparison.Ordinal));
                continue;
            }

            if (call is "sendmsg" or "recvmsg")
            {
                // The last message is the refusal itself; every other one is part of an await, whose other end is then gone.
                exit.Should().Be(i == good.Calls.Count - 1 ? Interpreter<RecordingKernel>.ExitRefused : Interpreter<RecordingKernel>.ExitAbandoned, because: $"call {i} ({call}) failed");
                continue;
            }

            exit.Should().Be(Interpreter<RecordingKernel>.ExitFailed, because: $"call {i} ({good.Calls[i]}) failed");
            InitMessage message = recording.Messages[^1];
            message.Kind.Should().Be(MessageKind.Failed);
            message.Error.Should().Be(Errno.EIO);
            ((SyscallNumber)message.Call).ToString().Should().Be(call);
            recording.Calls[^1].Should().Be("sendmsg", because: "the report is the last thing that init does");
        }
    }

    [Fact]
    public void Truncated_plans_are_refused_at_every_length()
    {
        byte[] plan = WholeLaunch();
        for (int length = 0; length < plan.Length; length++)
        {
            Recording recording = new();
            Machine.Run(plan[..length], recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused);
            recording.Messages.Should().ContainSingle().Which.Kind.Should().Be(MessageKind.Refused);
            recording.Calls.Should().Equal(["sendmsg"], because: "nothing of a broken plan is carried out");
        }
    }

    [Fact]
    public void Hostile_bytes_never_make_init_read_or_write_outside_the_plan()
    {
        byte[] plan = WholeLaunch();
        Random random = new(20260101);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = (byte[])plan.Clone();
            for (int change = 0; change < 1 + random.Next(4); change++)
            {
                changed[random.Next(changed.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            Machine.Run(changed, new Recording()).Should().BeOneOf(0, 1, 2, 3);
        }
    }

    [Fact]
    public void The_parent_of_the_clone_tells_the_pid_and_ends()
    {
        Recording recording = new() { ClonedPid = 4711 };

        Machine.Run(WholeLaunch(), recording).Should().Be(0);

        recording.Messages.Should().ContainSingle();
        recording.Messages[0].Kind.Should().Be(MessageKind.Spawned);
        recording.Messages[0].Value.Should().Be(4711);
    }

    [Fact]
    public void A_brain_that_is_gone_ends_the_launch_before_anything_is_done()
    {
        Recording recording = new() { BrainIsGone = true };

        Machine.Run(WholeLaunch(), recording).Should().Be(Interpreter<RecordingKernel>.ExitAbandoned);

        recording.Calls.Should().NotContain(call => call.StartsWith("mount", StringComparison.Ordinal));
    }

    [Fact]
    public void A_working_directory_outside_the_root_is_refused()
    {
        TestPlan plan = new();
        plan.Add(StepOp.ChangeDirectory, new ChangeDirectoryStep { Path = plan.Text("/proc/self/fd/7") });
        Recording recording = new() { WorkingDirectory = "(unreachable)/sys/fs/cgroup" };

        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        recording.Messages[^1].Point.Should().Be(FailurePoint.Outside);
    }

    [Fact]
    public void A_namespace_of_another_kind_is_refused_with_the_kind_it_has()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenNamespace, new OpenNamespaceStep { NamespaceType = (uint)Sched.CLONE_NEWNET, Register = Register.FirstNamespace, Path = plan.Text("/proc/1/ns/pid") });
        Recording recording = new() { NamespaceKind = (nint)Sched.CLONE_NEWPID };

        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        recording.Messages[^1].Point.Should().Be(FailurePoint.WrongKind);
        recording.Messages[^1].Value.Should().Be(Sched.CLONE_NEWPID);
    }

    [Fact]
    public void A_parameter_that_the_file_system_refuses_is_named()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        AddProc(plan);
        Recording good = new();
        Machine.Run(plan.ToBytes(), good);
        Recording recording = new() { FailAt = good.Calls.FindIndex(call => call.EndsWith("'gid'", StringComparison.Ordinal)) };

        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        InitMessage message = recording.Messages[^1];
        message.Point.Should().Be(FailurePoint.Option);
        Detail(message).Should().Be("gid");
    }

    [Fact]
    public void The_execution_domain_and_the_memory_policy_are_set_as_the_plan_says()
    {
        TestPlan plan = new();
        plan.Add(StepOp.SetPersonality, new SetPersonalityStep { Domain = 8 });
        plan.Add(StepOp.SetMemoryPolicy, new SetMemoryPolicyStep { Mode = 2, Nodes = plan.Bytes(BitConverter.GetBytes(5UL)) });
        plan.Add(StepOp.SetMemoryPolicy, new SetMemoryPolicyStep { Mode = 4 });
        Recording recording = new();

        Machine.Run(plan.ToBytes(), recording);

        recording.Calls.Should().Equal("personality 8", "set_mempolicy 2 5 65", "set_mempolicy 4 0 0", "sendmsg");
    }

    [Fact]
    public void A_working_directory_that_root_may_not_make_is_left_to_the_user()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r") });
        plan.Add(StepOp.ChangeDirectory, new ChangeDirectoryStep { Path = plan.Text("/nfs/home"), Flags = (uint)(DirectoryFlags.Create | DirectoryFlags.Tentative) });
        Recording recording = new();
        recording.Answers[SyscallNumber.chdir] = -Errno.ENOENT;
        recording.Answers[SyscallNumber.openat2] = -Errno.EACCES;

        Machine.Run(plan.ToBytes(), recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused, because: "only the exec is missing");
    }

    [Theory]
    [InlineData(Errno.ENOSYS)]
    [InlineData(Errno.EPERM)]
    public void Without_close_range_descriptors_are_closed_one_by_one_except_the_channel(int errno)
    {
        TestPlan plan = new();
        plan.Add(StepOp.CloseDescriptors, new CloseDescriptorsStep { First = 4 });
        Recording recording = new();
        recording.Answers[SyscallNumber.close_range] = -errno;

        Machine.Run(plan.ToBytes(), recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused, because: "only the exec is missing");

        recording.Calls.Should().StartWith(["close_range 4", "close 4", "close 5", "close 6", "close 7", "close 8", "close_range 10", "close 10"])
            .And.Contain("close 511").And.NotContain($"close {Machine.Channel}");
    }

    [Fact]
    public void The_listener_of_a_filter_is_handed_over_before_the_plan_goes_on()
    {
        TestPlan plan = new();
        plan.Add(StepOp.LoadSeccomp, new LoadSeccompStep { Filter = plan.Bytes(new byte[8]), Flags = Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER });
        Recording recording = new();
        recording.Answers[SyscallNumber.seccomp] = 12;

        Machine.Run(plan.ToBytes(), recording);

        recording.Calls.Should().Equal("seccomp", "sendmsg", "close 12", "recvmsg", "sendmsg");
        recording.Messages[0].Value.Should().Be((ulong)LateSlot.SeccompListener);
    }

    private static unsafe string Detail(InitMessage message) =>
        System.Text.Encoding.UTF8.GetString(message.Detail, (int)message.DetailLength);

    private static string ArgumentOf(Recording recording, string call) =>
        recording.Calls.First(line => line.StartsWith(call, StringComparison.Ordinal)).Split(' ')[1];

    private static void AddProc(TestPlan plan)
    {
        List<byte> options = [(byte)'f', .. "gid\0"u8, (byte)'s', .. "mode\0"u8, .. "755\0"u8];
        plan.Add(StepOp.MountFilesystem, new MountFilesystemStep
        {
            FilesystemType = plan.Text("proc"),
            Source = plan.Text("proc"),
            Target = plan.Text("/proc"),
            Options = plan.Bytes([.. options]),
            Data = plan.Text("gid,mode=755"),
        });
    }

    [Theory]
    [InlineData(LateSlot.Cgroups)]
    [InlineData(LateSlot.FirstProcess)]
    public void What_the_brain_sends_by_itself_is_not_asked_for(LateSlot slot)
    {
        TestPlan plan = new();
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)slot, FirstRegister = Register.FirstCgroup, MaxDescriptors = 1 });
        Recording recording = new() { HandedOver = [30] };
        recording.Unasked.Enqueue(slot);

        Machine.Run(plan.ToBytes(), recording);

        recording.Calls.Should().StartWith("recvmsg");
        recording.Messages.Should().NotContain(message => message.Kind == MessageKind.Await);
    }

    [Fact]
    public void Between_a_question_and_its_answer_init_goes_on()
    {
        TestPlan plan = new();
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home, Part = (uint)AwaitPart.Question });
        plan.Add(StepOp.SetIds, new SetIdsStep { Uid = 4, Gid = 5 });
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home, Part = (uint)AwaitPart.Answer });
        Recording recording = new();

        Machine.Run(plan.ToBytes(), recording);

        recording.Messages.FindAll(message => message.Kind == MessageKind.Await).Should().ContainSingle();
        recording.Calls.Should().StartWith(["sendmsg", "prctl 8", "setresgid 5", "setresuid 4", "prctl 8", "recvmsg"]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Errno.ENOENT, 0)]
    [InlineData(Errno.ELOOP, 0)]
    public void The_home_directory_is_asked_for_where_there_is_a_passwd_file(int error, int questions)
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/bundle/rootfs"), SourceRegister = Register.None });
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home, Part = (uint)AwaitPart.Question, Offer = plan.Text("/etc/passwd") });
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home, Part = (uint)AwaitPart.Answer });
        Recording recording = new();
        if (error != 0)
        {
            recording.FailFor = (SyscallNumber.openat2, error, "passwd'");
        }

        Machine.Run(plan.ToBytes(), recording);

        recording.Messages.FindAll(message => message.Kind == MessageKind.Await).Should().HaveCount(questions);
        recording.Calls.Count(call => call == "recvmsg").Should().Be(questions);
        recording.Messages.Should().NotContain(message => message.Kind == MessageKind.Failed);
    }

    private static byte[] WholeLaunch()
    {
        TestPlan plan = new();
        plan.Add(StepOp.SetDumpable, new SetDumpableStep());
        plan.Add(StepOp.Clone, new CloneStep { Flags = Sched.CLONE_NEWNS, CgroupRegister = Register.None });
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Go });
        plan.Add(StepOp.SetPropagation, new SetPropagationStep { Flags = Mount.MS_SLAVE | Mount.MS_REC });
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/bundle/rootfs"), SourceRegister = Register.None });
        AddProc(plan);
        plan.Add(StepOp.PivotRoot, new PivotRootStep());
        plan.Add(StepOp.SetHostname, new SetHostnameStep { Name = plan.Text("box") });
        plan.Add(StepOp.ChangeDirectory, new ChangeDirectoryStep { Path = plan.Text("/") });
        plan.Add(StepOp.SetIds, new SetIdsStep { Uid = 4, Gid = 5 });
        plan.Add(StepOp.SetCapabilities, new SetCapabilitiesStep());
        plan.Add(StepOp.Await, new AwaitStep { Slot = (uint)LateSlot.Home });
        plan.Add(StepOp.CloseDescriptors, new CloseDescriptorsStep { First = 3 });
        plan.Add(StepOp.FindExecutable, new FindExecutableStep { Name = plan.Text("sh"), SearchPath = plan.Text("/bin:/usr/bin") });
        plan.Add(StepOp.Exec, new ExecStep { Arguments = plan.Table(0, "sh", "-c", "true"), Environment = plan.Table(1, "PATH=/bin") });
        return plan.ToBytes();
    }
}
