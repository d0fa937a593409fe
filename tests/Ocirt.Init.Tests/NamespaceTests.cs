// SPDX-License-Identifier: Apache-2.0

using System.Linq;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Init.Tests;

public sealed class NamespaceTests
{
    [Fact]
    public void A_refused_namespace_is_entered_again_behind_the_user_namespace_and_an_entered_one_is_not()
    {
        TestPlan plan = new();
        Open(plan, Register.FirstNamespace, Sched.CLONE_NEWNET);
        Open(plan, Register.FirstNamespace + 1, Sched.CLONE_NEWNET);
        Enter(plan, Register.FirstNamespace, EnterFlags.Tentative);
        Enter(plan, Register.FirstNamespace + 1, EnterFlags.Tentative);
        Enter(plan, Register.FirstNamespace, EnterFlags.Again);
        Enter(plan, Register.FirstNamespace + 1, EnterFlags.Again);
        Recording recording = new() { NamespaceKind = (nint)Sched.CLONE_NEWNET, FailWith = Errno.EPERM, FailAt = 4 };

        Machine.Run(plan.ToBytes(), recording);

        recording.Calls.Where(call => call.StartsWith("setns", System.StringComparison.Ordinal))
            .Should().Equal(["setns 20", "setns 21", "setns 20"], because: "the first was refused and comes again, the second was entered");
    }

    [Fact]
    public void Only_a_refusal_is_passed_over_and_only_once()
    {
        TestPlan plan = new();
        Open(plan, Register.FirstNamespace, Sched.CLONE_NEWNET);
        Enter(plan, Register.FirstNamespace, EnterFlags.Tentative);
        Recording recording = new() { NamespaceKind = (nint)Sched.CLONE_NEWNET, FailWith = Errno.EINVAL, FailAt = 2 };
        Machine.Run(plan.ToBytes(), recording).Should().Be(1);

        Enter(plan, Register.FirstNamespace, EnterFlags.Again);
        recording = new() { NamespaceKind = (nint)Sched.CLONE_NEWNET };
        recording.Answers[SyscallNumber.setns] = -Errno.EPERM;
        Machine.Run(plan.ToBytes(), recording).Should().Be(1);
        recording.Messages[^1].Error.Should().Be(Errno.EPERM);
        recording.Messages[^1].Step.Should().Be(2);
    }

    [Fact]
    public void Denied_setgroups_is_passed_over_and_other_failures_are_not()
    {
        TestPlan plan = new();
        plan.Add(StepOp.AdoptIds, new AdoptIdsStep { Uid = 4, Gid = 5 });
        Recording recording = new() { FailAt = 0, FailWith = Errno.EPERM };
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Should().StartWith(["setgroups", "setresgid 5", "setresuid 4"]);

        recording = new() { FailAt = 0, FailWith = Errno.EINVAL };
        Machine.Run(plan.ToBytes(), recording).Should().Be(1);
        recording.Messages[^1].Point.Should().Be(FailurePoint.Groups);
    }

    [Fact]
    public void The_loopback_device_is_set_up_through_a_socket_that_does_not_stay()
    {
        TestPlan plan = new();
        plan.Add(StepOp.RaiseLoopback, default(RaiseLoopbackStep));
        Recording recording = new();
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls[..3].Should().Equal("socket 1", "ioctl 20", "close 20");

        recording = new() { FailAt = 1, FailWith = Errno.EPERM };
        Machine.Run(plan.ToBytes(), recording).Should().Be(1);
        recording.Calls[2].Should().Be("close 20");
    }

    [Fact]
    public void The_maker_lends_the_network_namespace_that_it_makes_behind_the_clone()
    {
        TestPlan plan = new();
        plan.Add(StepOp.Clone, new CloneStep { CgroupRegister = Register.None, LendsNetwork = 1 });
        Recording maker = new() { ClonedPid = 4711 };
        Machine.Run(plan.ToBytes(), maker).Should().Be(0);
        maker.Calls[2..].Should().Equal(
            "sendmsg", $"unshare {Sched.CLONE_NEWNET}", "socket 1", "ioctl 22", "close 22", "openat -100 '/proc/self/ns/net'", "sendmsg");
        maker.Messages[0].Value.Should().Be(4711);

        maker = new() { ClonedPid = 4711, FailAt = 3, FailWith = Errno.ENOSPC };
        Machine.Run(plan.ToBytes(), maker).Should().Be(1);
        maker.Messages[^1].Should().Match<InitMessage>(message => message.Kind == MessageKind.Failed && message.Error == Errno.ENOSPC && message.Step == 0);
    }

    [Fact]
    public void The_process_enters_what_it_is_lent_and_says_so_when_nothing_comes()
    {
        TestPlan plan = new();
        plan.Add(StepOp.Clone, new CloneStep { CgroupRegister = Register.None, LendsNetwork = 1 });
        plan.Add(StepOp.BorrowNetwork, default(BorrowNetworkStep));
        Recording borrower = new() { Lent = 30 };
        Machine.Run(plan.ToBytes(), borrower);
        borrower.Calls.Should().ContainInOrder("umask 0", "close 20", "recvmsg", "close 21", "setns 30", "close 30");

        borrower = new() { Lent = 30, BrainIsGone = true };
        Machine.Run(plan.ToBytes(), borrower).Should().Be(1);
        borrower.Messages[^1].Should().Match<InitMessage>(message => message.Point == FailurePoint.Channel && message.Error == Errno.EPIPE && message.Step == 1);
    }

    [Fact]
    public void A_hard_limit_is_only_raised_and_the_soft_one_stays()
    {
        TestPlan plan = new();
        plan.Add(StepOp.SetLimit, new SetLimitStep { Resource = 7, Soft = 1, Hard = 5, RaiseOnly = 1 });
        Recording recording = new();
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Count(call => call == "prlimit64").Should().Be(2, because: "the recorded limit is 0, below 5");

        plan = new();
        plan.Add(StepOp.SetLimit, new SetLimitStep { Resource = 7, Hard = 0, RaiseOnly = 1 });
        recording = new();
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Count(call => call == "prlimit64").Should().Be(1);
    }

    [Fact]
    public void Directories_of_cgroups_are_entered_through_their_procs_file()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenNamespace, new OpenNamespaceStep { Register = Register.FirstCgroup, Path = plan.Text("/cgroup") });
        plan.Add(StepOp.EnterCgroups, new EnterCgroupsStep { FirstRegister = Register.FirstCgroup, Count = 1, Directories = 1 });
        Recording recording = new();
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls[2..5].Should().Equal("openat 20 'cgroup.procs'", "write 21", "close 21");
    }

    [Fact]
    public void A_device_that_cannot_be_made_is_bound_from_the_host_after_it_was_verified()
    {
        TestPlan plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.None });
        plan.Add(StepOp.MakeDevice, new MakeDeviceStep { Path = plan.Text("/dev/null"), Mode = Stat.S_IFCHR | 0x1B6 });
        Recording good = new();
        Machine.Run(plan.ToBytes(), good);
        int mknod = good.Calls.FindIndex(call => call.StartsWith("mknodat", System.StringComparison.Ordinal));

        Recording recording = new() { FailAt = mknod, FailWith = Errno.EPERM, StatMode = Stat.S_IFCHR | 0x1B6 };
        Machine.Run(plan.ToBytes(), recording);
        recording.Calls.Skip(mknod + 1).Where(call => !call.StartsWith("close", System.StringComparison.Ordinal)).Should().StartWith(
            ["umask 0", "mknodat 22 'null'", "openat 22 'null'", "open_tree -100 '/dev/null'", "statx", "move_mount 24 23"]);

        recording = new() { FailAt = mknod, FailWith = Errno.EPERM, StatMode = Stat.S_IFREG };
        Machine.Run(plan.ToBytes(), recording).Should().Be(1);
        recording.Messages[^1].Point.Should().Be(FailurePoint.NoHostDevice, because: "what lies at the path is no such device");
    }

    [Fact]
    public void A_source_that_was_never_handed_over_refuses_the_plan()
    {
        TestPlan plan = new();
        plan.Add(StepOp.BindMount, new BindMountStep { Target = plan.Text("/t"), SourceRegister = Register.FirstSource, Flags = (uint)MountFlags.Detached });
        Machine.Run(plan.ToBytes(), new Recording()).Should().Be(Interpreter<RecordingKernel>.ExitRefused);

        plan = new();
        plan.Add(StepOp.OpenRoot, new OpenRootStep { Path = plan.Text("/r"), SourceRegister = Register.Rootfs });
        Machine.Run(plan.ToBytes(), new Recording()).Should().Be(Interpreter<RecordingKernel>.ExitRefused);

        plan = new();
        plan.Add(StepOp.ChangeRoot, new ChangeRootStep { Register = Register.Root });
        Recording recording = new();
        Machine.Run(plan.ToBytes(), recording).Should().Be(Interpreter<RecordingKernel>.ExitRefused);
        recording.Calls.Should().NotContain(call => call.StartsWith("chroot", System.StringComparison.Ordinal));
    }

    private static void Open(TestPlan plan, uint register, ulong kind) =>
        plan.Add(StepOp.OpenNamespace, new OpenNamespaceStep { NamespaceType = (uint)kind, Register = register, Path = plan.Text("/n") });

    private static void Enter(TestPlan plan, uint register, EnterFlags flags) =>
        plan.Add(StepOp.EnterNamespace, new EnterNamespaceStep { NamespaceType = (uint)Sched.CLONE_NEWNET, Register = register, Flags = (uint)flags });
}
