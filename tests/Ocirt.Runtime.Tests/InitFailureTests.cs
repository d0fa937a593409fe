// SPDX-License-Identifier: Apache-2.0

using System;
using System.Runtime.InteropServices;
using System.Text;
using FluentAssertions;
using Ocirt.Abi.Linux;
using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Planning;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;
using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>The words for what init reports as numbers, where no end-to-end test gets that far on every host.</summary>
public sealed class InitFailureTests
{
    [Theory]
    [InlineData("", "fsconfig: EINVAL: the label of linux.mountLabel, 'u:r:t:s0:c1,c2', is not known to the policy of this host, or this file system takes none")]
    [InlineData("context=u:r:own:s0", "fsconfig: EINVAL: option 'context': invalid argument")]
    public void A_label_for_mounts_that_is_refused_is_told_by_its_field(string option, string reason)
    {
        string json = $$$"""
            {"ociVersion":"1.2.0","root":{"path":"rootfs"},"process":{"args":["sh"],"cwd":"/"},
             "mounts":[{"destination":"/scratch","type":"tmpfs","source":"tmpfs","options":["size=1k","{{{option}}}"]}],
             "linux":{"namespaces":[{"type":"mount"}],"mountLabel":"u:r:t:s0:c1,c2"}}
            """.Replace(",\"\"]", "]", StringComparison.Ordinal);
        ContainerConfig config = ConfigReader.Read(Encoding.UTF8.GetBytes(json), "config.json").Config!;
        HostFacts host = new() { BundlePath = "/b", RootfsPath = "/b/rootfs", SecurityModule = SecurityModule.Selinux };
        LaunchPlan plan = PlanBuilder.Build(config, host, new LaunchOptions { ContainerId = "c1" }, new DiagnosticBag(config.Source))!;
        InitMessage message = Refused(plan, "context");

        InitFailure.Explain(plan, in message).Message.Should().EndWith($"mounts[0]: cannot mount tmpfs at '/scratch': {reason}");
    }

    /// <summary>What init reports when fsconfig(2) takes an option of the first new file system for wrong.</summary>
    private static InitMessage Refused(LaunchPlan plan, string option)
    {
        PlanReader.Open(plan.Bytes, out PlanReader reader).Should().Be(PlanFault.None);
        uint step = 0;
        while (reader.Op((int)step) != StepOp.MountFilesystem)
        {
            step++;
        }

        InitMessage message = new()
        {
            Kind = MessageKind.Failed,
            Step = step,
            Call = (int)SyscallNumber.fsconfig,
            Error = Errno.EINVAL,
            Point = FailurePoint.Option,
            DetailLength = (uint)option.Length,
        };
        byte[] bytes = new byte[InitMessage.Size];
        MemoryMarshal.Write(bytes, in message);
        Encoding.UTF8.GetBytes(option, bytes.AsSpan(InitMessage.Size - InitMessage.DetailCapacity));
        return MemoryMarshal.Read<InitMessage>(bytes);
    }
}
